import { isHalvedBelow, keepsTimestamps, ladderFrameRate } from '../ladder/frame-rate.ts'
import type { PictureCodec } from '../ladder/ladder.ts'
import type { Rung } from '../ladder/select-rungs.ts'
import { toNumber } from '../source/rational.ts'
import type { VideoFacts } from '../source/source-facts.ts'
import type { Chunk } from './chunk.ts'

/** A source's picture as a rung shows it: what its track is timed by. */
export function atRateOf({ frameRate }: Pick<Rung, 'frameRate'>, video: VideoFacts): VideoFacts {
  return keepsTimestamps(video) ? video : { ...video, frameRate, isVariable: false }
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

/**
 * Number of the first frame of a constant rate that is shown at or after a moment; 0 is shown at 0. Where small rungs show
 * every second frame, the first of those: so spans of all rungs begin at one moment.
 */
export function frameFrom(ms: number, video: VideoFacts): number {
  const { numerator, denominator } = ladderFrameRate(video)
  const step = isHalvedBelow(video) ? 2 : 1
  return step * Math.ceil((ms * numerator) / (1000 * denominator * step))
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

/**
 * By how many pictures an encoder reorders at most, whatever its preset. VP9 and AV1 hide what is decoded early in the
 * packet of a picture that is shown, and AV1 allows no composition offsets (AV1 in ISOBMFF 1.3 §2.3).
 */
const REORDERED_PICTURES: Readonly<Record<PictureCodec, number>> = { h264: 2, hevc: 2, vp9: 0, av1: 0 }
/** Of a variable rate: no picture of a film in chunks stands longer. */
const MOST_SHIFT_TICKS = 2 * USUAL_TIMESCALE

/**
 * By how many ticks all composition offsets of a film are raised, so that none is negative; the edit list of the
 * initialization segment takes it back.
 */
export function compositionShift(video: VideoFacts, longestFrameMs: number, codec: PictureCodec): number {
  const frameTicks = keepsTimestamps(video)
    ? Math.ceil((longestFrameMs * USUAL_TIMESCALE) / 1000)
    : (ladderFrameRate(video).denominator * pictureTimescale(video)) / ladderFrameRate(video).numerator
  const shift = REORDERED_PICTURES[codec] * frameTicks
  return keepsTimestamps(video) ? Math.min(shift, MOST_SHIFT_TICKS) : shift
}

/** How many pictures a chunk has; null where only its encode can tell. */
export function framesOf({ startMs, endMs, last }: Chunk, video: VideoFacts): number | null {
  return last || keepsTimestamps(video) ? null : frameFrom(endMs, video) - frameFrom(startMs, video)
}
