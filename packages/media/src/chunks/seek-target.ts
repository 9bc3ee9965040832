import { keepsTimestamps, ladderFrameRate } from '../ladder/frame-rate.ts'
import { toNumber } from '../source/rational.ts'
import type { VideoFacts } from '../source/source-facts.ts'
import { lateStart } from './picture-clock.ts'
import type { SeekFacts } from './seek-facts.ts'

/** What of the facts places pictures in time. */
type Placed = Pick<SeekFacts, 'containerStart' | 'pictureStart' | 'longestFrameMs'>

/** Where a moment of the film lies on the container's clock, in seconds. */
export function onContainerClock(video: VideoFacts, seeking: Placed, filmMs: number): number {
  if (keepsTimestamps(video)) return seeking.containerStart + filmMs / 1000
  const { wholeFrames } = lateStart(video)
  return seeking.pictureStart + filmMs / 1000 - wholeFrames / toNumber(ladderFrameRate(video))
}

/**
 * From where a chunk's frames must be there, in seconds on the container's clock: the frame that stands when it begins,
 * and for a deinterlacer the one before. Null: from the first one on, without seeking.
 */
export function seekTarget(video: VideoFacts, seeking: Placed, startMs: number): number | null {
  const before = video.fieldOrder === 'interlaced' ? 2 : 1
  const margin = (before * seeking.longestFrameMs) / 1000 + 2 / toNumber(ladderFrameRate(video))
  const target = onContainerClock(video, seeking, startMs) - margin
  return target > seeking.pictureStart ? target : null
}

/**
 * How much earlier than its target ffmpeg looks for a keyframe, in seconds: 3/23 where frames are reordered, since most
 * indexes are of decoding times (fftools/ffmpeg_opt.c, 5.1), and as much again for that reordering itself.
 */
const SOUGHT_EARLIER = 0.26

/** The last keyframe from which ffmpeg begins to decode where it seeks for a chunk, or 0 of the film; in ms of the film. */
export function decodingStart(
  video: VideoFacts,
  seeking: Placed,
  startMs: number,
  keyTimes: ArrayLike<number>,
): number {
  const target = seekTarget(video, seeking, startMs)
  if (target === null) return 0
  const key = lastAtOrBefore(keyTimes, target - SOUGHT_EARLIER)
  const filmStart = onContainerClock(video, seeking, 0)
  return key === null ? 0 : Math.max(0, Math.round((key - filmStart) * 1000))
}

/** By halving; null where all are later. */
function lastAtOrBefore(sorted: ArrayLike<number>, moment: number): number | null {
  let from = 0
  let to = sorted.length
  while (from < to) {
    const middle = (from + to) >> 1
    if ((sorted[middle] ?? 0) <= moment) from = middle + 1
    else to = middle
  }
  return sorted[from - 1] ?? null
}
