import type { SourceFacts } from '../source/source-facts.ts'
import type { WholePart } from '../source/whole-part.ts'
import { countDamage } from './count-damage.ts'
import { INPUT_GUARDS, QUIET } from './guarded-input.ts'

/** The local file that `wholePartArguments` writes. */
export const WHOLE_PART_FILE = 'whole-part'

const TICKS = 90_000

/**
 * ffmpeg: decodes all pictures and prints a line for each that is whole (`parseDecodedTime`). Exit status 0 means that no more
 * fail than an encode puts up with, DAMAGED_EXIT that too many do.
 */
export function decodedTimesArguments(source: string, { video }: Pick<SourceFacts, 'video'>): string[] {
  return [
    ...[...QUIET, ...countDamage(), '-copyts', ...INPUT_GUARDS, '-i', source, '-map', `0:${video.index}`],
    // A frame that is not copied costs nothing to write.
    ...['-c:v', 'wrapped_avframe', '-fps_mode', 'passthrough', '-enc_time_base', `1:${TICKS}`],
    ...['-f', 'framecrc', 'pipe:1'],
  ]
}

/** When a frame is shown, in seconds on the container's clock; null for a line that is about all of them. */
export function parseDecodedTime(line: string): number | null {
  // Stream, decoding and presentation time, duration, size, checksum; a «#» begins what is about all of them.
  const [, , ticks] = line.split(',')
  return line.startsWith('#') || ticks === undefined ? null : Number(ticks) / TICKS
}

/**
 * ffmpeg: copies a film up to where it breaks to a file, packets as they are. `-frames:v` would do the same to
 * the pictures, but end the sound with the last packet that happens to lie before theirs.
 * @param containerStart in seconds on the container's clock
 */
export function wholePartArguments(
  source: string,
  facts: Pick<SourceFacts, 'container' | 'video' | 'audio' | 'captions'>,
  { packets, end }: WholePart,
  containerStart: number,
  file: string = WHOLE_PART_FILE,
): string[] {
  const { video, audio } = facts
  const captions = KEEPS_CAPTIONS.includes(facts.container) ? facts.captions : []
  const streams = [video, ...(audio ? [audio] : []), ...captions]
  return [
    ...[...QUIET, '-y', ...INPUT_GUARDS, '-i', source],
    ...streams.flatMap(({ index }) => ['-map', `0:${index}`]),
    ...['-c', 'copy', '-bsf:v', `noise=drop=gte(n\\,${packets})`, '-t', (end - containerStart).toFixed(6)],
    ...['-f', muxerFor(facts), file],
  ]
}

/** Containers whose captions the copy's takes as they are. */
const KEEPS_CAPTIONS: readonly string[] = ['mov', 'matroska']

/** What ffmpeg 5.1 writes to MP4 and not to QuickTime. */
const NOT_IN_QUICKTIME: readonly string[] = ['vp9', 'av1', 'flac', 'opus', 'truehd']

/** Of its own kind where edit lists and rotations would get lost otherwise. Matroska takes what all others hold. */
function muxerFor({
  container,
  video,
  audio,
}: Pick<SourceFacts, 'container' | 'video' | 'audio'>): 'mov' | 'mp4' | 'matroska' {
  if (container !== 'mov') return 'matroska'
  return [video.codec, audio?.codec ?? ''].some((codec) => NOT_IN_QUICKTIME.includes(codec)) ? 'mp4' : 'mov'
}
