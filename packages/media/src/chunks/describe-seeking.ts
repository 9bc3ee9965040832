import { SEGMENT_SECONDS } from '../ladder/ladder.ts'
import type { Observations } from '../source/describe-source.ts'
import type { ProbeDocument } from '../source/probe-document.ts'
import type { SourceFacts } from '../source/source-facts.ts'
import type { SeekFacts } from './seek-facts.ts'
import { decodingStart, onContainerClock } from './seek-target.ts'

/**
 * Where a source can be cut. Bounded: a number for each 4 s, however many keyframes there are, which for 12 hours is 60 kB
 * of JSON.
 */
export function describeSeeking(
  { probe, packets }: Pick<Observations, 'probe' | 'packets'>,
  { video }: Pick<SourceFacts, 'video'>,
): SeekFacts {
  const measure = packets.get(video.index)
  if (!measure) throw new Error(`Nothing was measured of stream ${video.index}`)
  const placed = {
    containerStart: startOf(probe) ?? measure.first,
    pictureStart: measure.firstKey,
    longestFrameMs: Math.ceil(measure.longestStep * 1000 - 0.001),
  }
  const filmStart = onContainerClock(video, placed, 0)
  const pictureEndMs = Math.max(0, Math.round((measure.end - filmStart) * 1000))
  const cells = Math.max(0, Math.ceil(pictureEndMs / 1000 / SEGMENT_SECONDS) - 1)
  const runUpMs = Array.from({ length: cells }, (_, cell) => {
    const startMs = (cell + 1) * SEGMENT_SECONDS * 1000
    return startMs - decodingStart(video, placed, startMs, measure.keys)
  })
  return { ...placed, pictureEndMs, runUpMs }
}

function startOf({ format }: ProbeDocument): number | null {
  const seconds = Number.parseFloat(format.start_time ?? '')
  return Number.isFinite(seconds) ? seconds : null
}

/** Of the file that `seekableCopyArguments` writes, which begins at 0. */
export function seekFactsOfCopy(seeking: SeekFacts): SeekFacts {
  return { ...seeking, containerStart: 0, pictureStart: seeking.pictureStart - seeking.containerStart }
}
