import { toNumber } from '../source/rational.ts'
import { type ComposedStream, hasBegun, type ShownTrack } from './compose-stream.ts'
import { type Bitrates, measureBitrate } from './measure-bitrate.ts'
import type { PictureTrack, SoundTrack } from './stream-head.ts'
import { playlistName } from './stream-names.ts'

/**
 * The multivariant playlist (RFC 8216bis §4.4.6). Players read it once, so it names all that will be, from the start: those
 * that have begun before those that have not, since many players start with the first, and highest first among them. Rates
 * are those announced until all is there, then those measured.
 *
 * Sounds that differ in codec or channels are groups of their own, since a variant states the codecs and rates of what it
 * plays (§4.4.6.2.1): there is one for each picture with each sound, those with the first sound first.
 */
export function writeMultivariantPlaylist(stream: ComposedStream): string {
  const sounds = stream.sounds.map((shown) => ({ track: shown.track, rates: ratesOf(shown, stream) }))
  const { pictures } = stream
  const ordered = [...pictures.filter(hasBegun), ...pictures.filter((shown) => !hasBegun(shown))]
  const lines = [
    ...['#EXTM3U', '#EXT-X-VERSION:6', '#EXT-X-INDEPENDENT-SEGMENTS'],
    ...sounds.map(({ track }) => audioRendition(track)),
    ...(sounds.length > 0 ? sounds : [null]).flatMap((sound) =>
      ordered.flatMap((shown) => [
        variant(shown.track, ratesOf(shown, stream), sound),
        playlistName(shown.track.name),
      ]),
    ),
  ]
  return `${lines.join('\n')}\n`
}

type Announced = Pick<Bitrates, 'peak'> & Partial<Bitrates>

interface Sound {
  readonly track: SoundTrack
  readonly rates: Announced
}

function ratesOf(shown: ShownTrack, { head, complete }: ComposedStream): Announced {
  return complete ? measureBitrate(shown, head.targetSeconds) : { peak: shown.track.peakBitrate }
}

/** A group of its own, by its track's name. They bear one name, being one sound (§4.4.6.1.1). */
function audioRendition({ name, channels }: SoundTrack): string {
  return `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="${name}",NAME="main",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="${channels}",URI="${playlistName(name)}"`
}

function variant(
  { codec, width, height, frameRate }: PictureTrack,
  { peak, average }: Announced,
  sound: Sound | null,
): string {
  const attributes = [
    `BANDWIDTH=${peak + (sound?.rates.peak ?? 0)}`,
    ...(average === undefined ? [] : [`AVERAGE-BANDWIDTH=${average + (sound?.rates.average ?? 0)}`]),
    `CODECS="${[codec, ...(sound ? [sound.track.codec] : [])].join(',')}"`,
    `RESOLUTION=${width}x${height}`,
    `FRAME-RATE=${toNumber(frameRate).toFixed(3)}`,
    // What is HDR is tone-mapped before it is encoded.
    'VIDEO-RANGE=SDR',
    ...(sound ? [`AUDIO="${sound.track.name}"`] : []),
    'CLOSED-CAPTIONS=NONE',
  ]
  return `#EXT-X-STREAM-INF:${attributes.join(',')}`
}
