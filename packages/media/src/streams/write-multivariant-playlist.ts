import { toNumber } from '../source/rational.ts'
import { type ComposedStream, hasBegun, type ShownTrack } from './compose-stream.ts'
import { type Bitrates, measureBitrate } from './measure-bitrate.ts'
import type { PictureTrack, SoundTrack } from './stream-head.ts'
import { playlistName } from './stream-names.ts'

/**
 * The multivariant playlist (RFC 8216bis §4.4.6). Players read it once, so it names all that will be, from the start: those
 * that have begun before those that have not, since many players start with the first, and highest first among them. Rates
 * are those announced until all is there, then those measured.
 */
export function writeMultivariantPlaylist(stream: ComposedStream): string {
  const sound = stream.sound && { track: stream.sound.track, rates: ratesOf(stream.sound, stream) }
  const { pictures } = stream
  const ordered = [...pictures.filter(hasBegun), ...pictures.filter((shown) => !hasBegun(shown))]
  const lines = [
    ...['#EXTM3U', '#EXT-X-VERSION:6', '#EXT-X-INDEPENDENT-SEGMENTS'],
    ...(sound ? [audioRendition(sound.track)] : []),
    ...ordered.flatMap((shown) => [
      variant(shown.track, ratesOf(shown, stream), sound),
      playlistName(shown.track.name),
    ]),
  ]
  return `${lines.join('\n')}\n`
}

type Announced = Pick<Bitrates, 'peak'> & Partial<Bitrates>

function ratesOf(shown: ShownTrack, { head, complete }: ComposedStream): Announced {
  return complete ? measureBitrate(shown, head.targetSeconds) : { peak: shown.track.peakBitrate }
}

/** One group: a second would multiply every variant. */
const AUDIO_GROUP = 'audio'

function audioRendition({ name, channels }: SoundTrack): string {
  return `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="${AUDIO_GROUP}",NAME="main",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="${channels}",URI="${playlistName(name)}"`
}

function variant(
  { codec, width, height, frameRate }: PictureTrack,
  { peak, average }: Announced,
  sound: { readonly track: SoundTrack; readonly rates: Announced } | null,
): string {
  const attributes = [
    `BANDWIDTH=${peak + (sound?.rates.peak ?? 0)}`,
    ...(average === undefined ? [] : [`AVERAGE-BANDWIDTH=${average + (sound?.rates.average ?? 0)}`]),
    `CODECS="${[codec, ...(sound ? [sound.track.codec] : [])].join(',')}"`,
    `RESOLUTION=${width}x${height}`,
    `FRAME-RATE=${toNumber(frameRate).toFixed(3)}`,
    // What is HDR is tone-mapped before it is encoded.
    'VIDEO-RANGE=SDR',
    ...(sound ? [`AUDIO="${AUDIO_GROUP}"`] : []),
    'CLOSED-CAPTIONS=NONE',
  ]
  return `#EXT-X-STREAM-INF:${attributes.join(',')}`
}
