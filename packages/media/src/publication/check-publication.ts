import { MANIFEST, MASTER_PLAYLIST } from '../ffmpeg/package-arguments.ts'
import {
  type MediaPlaylist,
  type MultivariantPlaylist,
  parseMedia,
  parseMultivariant,
  type Variant,
} from '../hls/parse-playlist.ts'

/** A revision as it lies in the store. Names are relative to the revision's folder. */
export interface StoredRevision {
  /** Every object and its size in bytes. */
  readonly sizes: ReadonlyMap<string, number>
  /** Contents of `*.m3u8` and `manifest.mpd`. */
  readonly texts: ReadonlyMap<string, string>
}

/** What a complete revision must hold. */
export interface ExpectedRevision {
  readonly renditions: readonly { readonly name: string; readonly width: number; readonly height: number }[]
  /** Names of its sounds. */
  readonly sounds: readonly string[]
  readonly durationMs: number
  /** How much shorter it may play: encoders do not know how long the last frame stands. */
  readonly lastFrameMs: number
}

/** What one rendition of a revision was found to be. Rates in bit/s. */
export interface FoundRendition {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly frameRate: number
  /** RFC 6381, of the picture alone, or of the sound. */
  readonly codec: string
  readonly bitrate: number
  readonly bytes: number
}

export interface Publication {
  /** One line for each thing that is wrong; empty where the revision may be published. */
  readonly problems: readonly string[]
  readonly renditions: readonly FoundRendition[]
}

/** Reads the playlists as a player would, and compares them with the objects and with what was asked for. */
export function checkPublication(stored: StoredRevision, expected: ExpectedRevision): Publication {
  const master = parseMultivariant(stored.texts.get(MASTER_PLAYLIST) ?? '')
  if (!master) return { problems: [`${MASTER_PLAYLIST} is missing or no playlist`], renditions: [] }
  const pictures = expected.renditions.map((rendition) =>
    checkRendition(stored, expected, rendition, master.variants),
  )
  const sounds = expected.sounds.map((name) => checkSound(stored, name, master))
  const checks = [...pictures, ...sounds]
  const variants = expected.renditions.length * Math.max(1, expected.sounds.length)
  return {
    problems: [
      ...(master.variants.length === variants ? [] : [`${master.variants.length} variants`]),
      ...checkManifest(stored.texts.get(MANIFEST)),
      ...checkDuration(
        checks.map((check) => check.seconds),
        expected,
      ),
      ...checks.flatMap((check) => check.problems),
    ],
    renditions: checks.flatMap((check) => (check.found ? [check.found] : [])),
  }
}

interface TrackCheck {
  readonly problems: readonly string[]
  readonly seconds: number
  readonly found?: FoundRendition
}

function checkRendition(
  stored: StoredRevision,
  expected: ExpectedRevision,
  { name, width, height }: ExpectedRevision['renditions'][number],
  variants: readonly Variant[],
): TrackCheck {
  const own = variants.filter((one) => one.uri === `${name}.m3u8`)
  const [variant] = own
  if (!variant) return { problems: [`${name} is not in ${MASTER_PLAYLIST}`], seconds: 0 }
  const track = checkTrack(stored, variant.uri)
  const wrongSize = variant.width !== width || variant.height !== height
  const codec = variant.codecs.find((one) => !isSound(one)) ?? ''
  const soundless = expected.sounds.length > 0 && own.some(({ codecs }) => !codecs.some(isSound))
  return {
    ...track,
    problems: [
      ...track.problems,
      ...(wrongSize ? [`${name} is ${variant.width}×${variant.height}, not ${width}×${height}`] : []),
      ...(soundless ? [`${name} has no sound`] : []),
    ],
    found: { name, width, height, frameRate: variant.frameRate, codec, ...sums(track) },
  }
}

function checkSound(
  stored: StoredRevision,
  name: string,
  { audio, variants }: MultivariantPlaylist,
): TrackCheck {
  const rendition = audio.find(({ uri }) => uri === `${name}.m3u8`)
  const variant = variants.find(({ audioGroup }) => audioGroup === rendition?.groupId)
  if (!rendition || !variant) return { problems: [`no sound «${name}»`], seconds: 0 }
  const track = checkTrack(stored, rendition.uri)
  const codec = variant.codecs.find(isSound) ?? ''
  return { ...track, found: { name, width: 0, height: 0, frameRate: 0, codec, ...sums(track) } }
}

/** Whether a codec, by its name of RFC 6381, is one of sound. */
function isSound(codec: string): boolean {
  return codec.startsWith('mp4a') || codec === 'opus'
}

interface Track extends TrackCheck {
  readonly bytes: number
}

function checkTrack(stored: StoredRevision, uri: string): Track {
  const playlist = parseMedia(stored.texts.get(uri) ?? '')
  if (!playlist) return { problems: [`${uri} is missing or no playlist`], seconds: 0, bytes: 0 }
  const files = filesOf(playlist)
  const missing = files.filter((file) => !stored.sizes.get(file))
  return {
    problems: [
      ...missing.map((file) => `${file} is missing or empty`),
      ...(playlist.segments.length === 0 ? [`${uri} has no segments`] : []),
      ...(playlist.ended ? [] : [`${uri} has no end`]),
      ...(playlist.init === null ? [`${uri} has no initialization segment`] : []),
    ],
    seconds: playlist.segments.reduce((sum, segment) => sum + segment.duration, 0),
    bytes: files.reduce((sum, file) => sum + (stored.sizes.get(file) ?? 0), 0),
  }
}

function filesOf(playlist: MediaPlaylist): string[] {
  const segments = playlist.segments.map((segment) => segment.uri)
  return playlist.init === null ? segments : [playlist.init, ...segments]
}

function sums({ bytes, seconds }: Track): Pick<FoundRendition, 'bytes' | 'bitrate'> {
  return { bytes, bitrate: seconds > 0 ? Math.round((bytes * 8) / seconds) : 0 }
}

function checkManifest(text: string | undefined): string[] {
  return text?.includes('<MPD') ? [] : [`${MANIFEST} is missing or no manifest`]
}

/**
 * The longest track carries the presentation: sound may be shorter than picture, or longer. Durations are compared
 * to 1 % or 1 s, the larger.
 */
function checkDuration(seconds: readonly number[], { durationMs, lastFrameMs }: ExpectedRevision): string[] {
  const longestMs = Math.max(0, ...seconds) * 1000
  const tolerance = Math.max(1000, durationMs / 100)
  if (longestMs <= durationMs + tolerance && longestMs >= durationMs - lastFrameMs - tolerance) return []
  return [`plays for ${Math.round(longestMs)} ms, the source for ${durationMs} ms`]
}

/** Whether a file of a revision must be read to check it; all others are only counted. */
export function isStreamText(name: string): boolean {
  return name.endsWith('.m3u8') || name.endsWith('.mpd')
}
