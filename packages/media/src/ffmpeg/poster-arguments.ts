import { SOURCE_LIMITS } from '../source/limits.ts'
import { rational } from '../source/rational.ts'
import type { PictureSize, SourceFacts } from '../source/source-facts.ts'
import { AS_JPEG, standardPicture } from './colour-filters.ts'
import { deinterlace } from './deinterlace.ts'
import { INPUT_GUARDS, ONE_THREAD, QUIET } from './guarded-input.ts'

/** Where to look for a picture, as shares of the duration: not the title, not the credits. Each costs 0.13 CPU s at 1080p. */
const POSITIONS = [0.1, 0.25, 0.4, 0.6, 0.75, 0.9] as const

/** Of a picture, times how many are decoded at once, each by a decoder of its own: three of 8K fit into a light task's memory. */
const PIXELS_AT_ONCE = 3 * SOURCE_LIMITS.pixels

/** Longer side of a poster, in pixels. */
const POSTER_SIDE = 1280

export interface PosterCandidate {
  readonly file: string
  readonly seconds: number
}

/**
 * Local files that `posterArguments` writes, in the order of the film and in groups for one ffmpeg each; some may be missing
 * where a seek finds no keyframe.
 */
export function posterCandidates({
  durationMs,
  video,
}: Pick<SourceFacts, 'durationMs' | 'video'>): readonly (readonly PosterCandidate[])[] {
  const all = POSITIONS.map((share, index) => ({
    file: `candidate-${index}.jpg`,
    seconds: Math.round(share * durationMs) / 1000,
  }))
  const atOnce = Math.floor(PIXELS_AT_ONCE / (video.coded.width * video.coded.height))
  const groups = Math.ceil(all.length / atOnce)
  return Array.from({ length: groups }, (_, group) => all.slice(group * atOnce, (group + 1) * atOnce))
}

/** ffmpeg: the keyframe at or before each candidate's time, one seek and one decoded frame each. */
export function posterArguments(
  source: string,
  facts: SourceFacts,
  candidates: readonly PosterCandidate[],
): string[] {
  const inputs = candidates.flatMap(({ seconds }) => [
    ...['-ss', String(seconds), '-noaccurate_seek', '-skip_frame:v', 'nokey', ...ONE_THREAD],
    ...[...INPUT_GUARDS, '-i', source],
  ])
  const outputs = candidates.flatMap(({ file }, input) => stillArguments(facts, input, file))
  return [...QUIET, '-y', '-filter_threads', '1', ...inputs, ...outputs]
}

/** ffmpeg: the first frame that can be decoded at all. For sources that cannot seek. */
export function firstFrameArguments(source: string, facts: SourceFacts, file: string): string[] {
  return [...QUIET, '-y', ...INPUT_GUARDS, '-i', source, ...stillArguments(facts, 0, file)]
}

/** The same, written nowhere: where this succeeds, the source is not why the other failed. */
export function firstFrameTrialArguments(source: string, facts: SourceFacts): string[] {
  return [...QUIET, ...INPUT_GUARDS, '-i', source, ...pictureArguments(facts, 0), '-f', 'null', '-']
}

function stillArguments(facts: SourceFacts, input: number, file: string): string[] {
  return [
    ...[...pictureArguments(facts, input), ...ONE_THREAD],
    ...['-map_metadata', '-1', '-f', 'image2', '-update', '1', file],
  ]
}

function pictureArguments({ video }: SourceFacts, input: number): string[] {
  const filter = `${deinterlace(video)}${standardPicture(video, posterSize(video.display))},${AS_JPEG}`
  return [
    ...['-map', `${input}:${video.index}`, '-vf', filter, '-frames:v', '1'],
    // Else the keyframe before a candidate's moment would be dropped for being early, and the next taken, if there is one.
    ...['-fps_mode', 'passthrough', '-c:v', 'mjpeg', '-q:v', '3'],
  ]
}

/** As seen, within 1280 pixels, never enlarged, even sides. */
export function posterSize(display: PictureSize): PictureSize {
  const { numerator, denominator } = rational(
    POSTER_SIDE,
    Math.max(display.width, display.height, POSTER_SIDE),
  )
  const fit = (side: number) => Math.max(2, 2 * Math.round((side * numerator) / denominator / 2))
  return { width: fit(display.width), height: fit(display.height) }
}
