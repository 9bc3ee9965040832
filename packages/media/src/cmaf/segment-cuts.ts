import type { Chunk } from '../chunks/chunk.ts'
import { atRateOf, chunkTicks, compositionShift, pictureTimescale } from '../chunks/picture-clock.ts'
import type { SeekFacts } from '../chunks/seek-facts.ts'
import { AUDIO_SAMPLE_RATE, SEGMENT_SECONDS } from '../ladder/ladder.ts'
import type { Rung } from '../ladder/select-rungs.ts'
import type { VideoFacts } from '../source/source-facts.ts'
import type { SegmentCut } from './cut-segments.ts'

/** How a chunk's pictures of a rung, as `encodeChunkArguments` has them written, are cut into segments. */
export function pictureCut(
  chunk: Chunk,
  rung: Pick<Rung, 'codec' | 'frameRate'>,
  source: VideoFacts,
  { longestFrameMs }: Pick<SeekFacts, 'longestFrameMs'>,
): SegmentCut {
  const video = atRateOf(rung, source)
  return {
    firstNumber: chunk.startMs / 1000 / SEGMENT_SECONDS + 1,
    segmentTicks: SEGMENT_SECONDS * pictureTimescale(video),
    endTicks: chunkTicks(chunk, video).endTicks,
    compositionShift: compositionShift(video, longestFrameMs, rung.codec),
  }
}

/** How the sound, as `encodeAudioArguments` has it written, is cut: near the pictures' segments, by whole frames of it. */
export const SOUND_CUT: SegmentCut = {
  firstNumber: 1,
  segmentTicks: SEGMENT_SECONDS * AUDIO_SAMPLE_RATE,
  endTicks: null,
  compositionShift: 0,
}
