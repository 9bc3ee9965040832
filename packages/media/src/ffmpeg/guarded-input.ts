import { SOURCE_LIMITS } from '../source/limits.ts'

/** Demuxers that read one file and follow no references. What is not listed cannot be opened at all. */
const DEMUXERS = ['mov', 'matroska', 'avi', 'mpegts', 'flv', 'ogg', 'mpeg', 'asf', 'mxf']

/**
 * Options that must stand before every `-i` of ffmpeg and ffprobe: local files only, known demuxers only, and
 * no picture larger than we take, whatever the bitstream says.
 */
export const INPUT_GUARDS: readonly string[] = [
  '-protocol_whitelist',
  'file',
  '-format_whitelist',
  DEMUXERS.join(','),
  '-max_pixels',
  String(SOURCE_LIMITS.pixels),
]

/** How every ffmpeg starts: asks nothing, says little. */
export const QUIET: readonly string[] = ['-nostdin', '-hide_banner', '-loglevel', 'warning']

/** For a frame or two: each further thread of a decoder holds, and first decodes, one more frame. */
export const ONE_THREAD: readonly string[] = ['-threads', '1']
