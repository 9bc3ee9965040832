import { ladderFrameRate } from '../ladder/select-rungs.ts'
import { MAX_LADDER_FRAME_RATE } from '../source/limits.ts'
import { toNumber } from '../source/rational.ts'
import type { VideoFacts } from '../source/source-facts.ts'
import type { Chunk } from './chunk.ts'

/** A variable rate keeps its timestamps, unless there are too many frames; everything else is put on a grid. */
export function keepsTimestamps({ isVariable, frameRate }: VideoFacts): boolean {
  return isVariable && toNumber(frameRate) <= MAX_LADDER_FRAME_RATE
}

/**
 * How far the picture begins after 0: frames that fill it, and a rest of less than a frame by which the sound is
 * moved instead. A quarter of a frame counts as none, so that a start at 0.525 frames adds no frame.
 */
export function lateStart(video: VideoFacts): { readonly wholeFrames: number; readonly restSeconds: number } {
  if (keepsTimestamps(video)) return { wholeFrames: 0, restSeconds: 0 }
  const rate = toNumber(ladderFrameRate(video))
  const wholeFrames = Math.floor((video.startMs / 1000) * rate + 0.25)
  return { wholeFrames, restSeconds: video.startMs / 1000 - wholeFrames / rate }
}

/** Ticks a second of a variable rate's timestamps, and of every constant rate whose frames are whole ticks of it. */
const USUAL_TIMESCALE = 90_000

/** Ticks a second of the pictures' track: a frame of a constant rate is a whole number of them. */
export function pictureTimescale(video: VideoFacts): number {
  if (keepsTimestamps(video)) return USUAL_TIMESCALE
  const { numerator, denominator } = ladderFrameRate(video)
  const isWhole = (USUAL_TIMESCALE * denominator) % numerator === 0
  return isWhole ? USUAL_TIMESCALE : numerator * Math.ceil(10_000 / numerator)
}

/** Number of the first frame of a constant rate that is shown at or after a moment; 0 is shown at 0. */
export function frameFrom(ms: number, video: VideoFacts): number {
  const { numerator, denominator } = ladderFrameRate(video)
  return Math.ceil((ms * numerator) / (1000 * denominator))
}

/** When the first frame of a span is shown, in ticks; of a variable rate, no sooner than that. */
export function ticksFrom(ms: number, video: VideoFacts): number {
  const timescale = pictureTimescale(video)
  if (keepsTimestamps(video)) return (ms * timescale) / 1000
  const { numerator, denominator } = ladderFrameRate(video)
  return (frameFrom(ms, video) * denominator * timescale) / numerator
}

/** Where a chunk's pictures begin and end, in ticks. Null: where they end by themselves. */
export function chunkTicks(
  { startMs, endMs, last }: Chunk,
  video: VideoFacts,
): { readonly startTicks: number; readonly endTicks: number | null } {
  return { startTicks: ticksFrom(startMs, video), endTicks: last ? null : ticksFrom(endMs, video) }
}

/** x264 reorders by two pictures at most, whatever its preset. */
const REORDERED_PICTURES = 2
/** Of a variable rate: no picture of a film in chunks stands longer. */
const MOST_SHIFT_TICKS = 2 * USUAL_TIMESCALE

/**
 * By how many ticks all composition offsets of a film are raised, so that none is negative; the edit list of the
 * initialization segment takes it back.
 */
export function compositionShift(video: VideoFacts, longestFrameMs: number): number {
  const frameTicks = keepsTimestamps(video)
    ? Math.ceil((longestFrameMs * USUAL_TIMESCALE) / 1000)
    : (ladderFrameRate(video).denominator * pictureTimescale(video)) / ladderFrameRate(video).numerator
  const shift = REORDERED_PICTURES * frameTicks
  return keepsTimestamps(video) ? Math.min(shift, MOST_SHIFT_TICKS) : shift
}

/** How many pictures a chunk has; null where only its encode can tell. */
export function framesOf({ startMs, endMs, last }: Chunk, video: VideoFacts): number | null {
  return last || keepsTimestamps(video) ? null : frameFrom(endMs, video) - frameFrom(startMs, video)
}
