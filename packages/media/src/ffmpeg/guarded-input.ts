import { SOURCE_LIMITS } from '../source/limits.ts'

/** Demuxers that read one file and follow no references. What is not listed cannot be opened at all. */
const DEMUXERS = ['mov', 'matroska', 'avi', 'mpegts', 'flv', 'ogg', 'mpeg', 'asf', 'mxf']

/** Demuxers of what can only be sound. MP3's and ADTS's take random bytes for theirs: only who has sniffed a sound opens it with them. */
const SOUND_DEMUXERS = ['mp3', 'aac', 'flac', 'wav', 'aiff']

/**
 * Options that must stand before every `-i` of ffmpeg and ffprobe: local files only, known demuxers only, and
 * no picture larger than we take, whatever the bitstream says.
 */
export const INPUT_GUARDS: readonly string[] = guards(DEMUXERS)

/** The same where nothing but the sound is wanted: files that hold no more are opened too. */
export const SOUND_GUARDS: readonly string[] = guards([...DEMUXERS, ...SOUND_DEMUXERS])

function guards(demuxers: readonly string[]): readonly string[] {
  return [
    ...['-protocol_whitelist', 'file', '-format_whitelist', demuxers.join(',')],
    ...['-max_pixels', String(SOURCE_LIMITS.pixels)],
  ]
}

/** How every ffmpeg starts: asks nothing, says little. */
export const QUIET: readonly string[] = ['-nostdin', '-hide_banner', '-loglevel', 'warning']

/** For a frame or two: each further thread of a decoder holds, and first decodes, one more frame. */
export const ONE_THREAD: readonly string[] = ['-threads', '1']
