import type { Chunk } from '../chunks/chunk.ts'
import { chunkTicks, framesOf } from '../chunks/picture-clock.ts'
import { keepsTimestamps } from '../ladder/frame-rate.ts'
import { SEGMENT_SECONDS } from '../ladder/ladder.ts'
import type { VideoFacts } from '../source/source-facts.ts'
import type { CutSegment } from './cut-segments.ts'
import { describeInitialization, type TrackDescription } from './initialization.ts'

/** A rung of a chunk, cut. */
export interface CutTrack {
  readonly initialization: Uint8Array
  readonly segments: readonly Omit<CutSegment, 'bytes'>[]
}

/**
 * Whether a chunk's pictures are what the film lacks there: one line for each thing that is wrong, empty where they may be
 * published. An encoder that ends early, or begins late, says nothing of it.
 */
export function checkChunk(
  { initialization, segments }: CutTrack,
  announced: TrackDescription,
  chunk: Chunk,
  video: VideoFacts,
): readonly string[] {
  const { codec, timescale } = describeInitialization(initialization)
  const { startTicks } = chunkTicks(chunk, video)
  const [first] = segments
  if (!first) return ['it has no pictures']
  const late = first.startTicks - startTicks
  const firstNumber = chunk.startMs / 1000 / SEGMENT_SECONDS + 1
  const frames = segments.reduce((sum, segment) => sum + segment.samples, 0)
  const wanted = framesOf(chunk, video)
  const isSteady = !keepsTimestamps(video)
  const rules: readonly (readonly [boolean, string])[] = [
    [!keepsPromise(codec, announced.codec), `it is ${codec}, not ${announced.codec}`],
    [timescale !== announced.timescale, `its clock ticks ${timescale} times, not ${announced.timescale}`],
    [late < 0 || (isSteady && late > 0), `it begins at ${first.startTicks}, not at ${startTicks}`],
    [first.number !== firstNumber, `its first segment is ${first.number}, not ${firstNumber}`],
    [!follow(segments), 'its segments do not follow each other'],
    [wanted !== null && frames !== wanted, `it has ${frames} pictures, not ${wanted}`],
  ]
  return rules.filter(([applies]) => applies).map(([, problem]) => problem)
}

/** A level in its codec's name, of those codecs whose encoders choose it: profile before it, tier and depth behind. */
const CHOSEN_LEVEL = /^(vp09\.\d+\.|av01\.\d\.)(\d+)(.*)$/

/** What H.264 states besides profile and level: that it does without tools which its profile allows (§7.4.2.1.1). Drivers differ. */
const CONSTRAINTS = /^(avc1\.[0-9a-f]{2})[0-9a-f]{2}/

/** A stream may need less of a decoder than was announced: libvpx and SVT-AV1 state a level that knows nothing of the ceiling. */
function keepsPromise(codec: string, announced: string): boolean {
  const [, kind, level, rest] = CHOSEN_LEVEL.exec(codec) ?? []
  const [, promised, highest, other] = CHOSEN_LEVEL.exec(announced) ?? []
  if (kind === undefined || promised === undefined)
    return codec.replace(CONSTRAINTS, '$1') === announced.replace(CONSTRAINTS, '$1')
  return kind === promised && rest === other && Number(level) <= Number(highest)
}

function follow(segments: CutTrack['segments']): boolean {
  return segments.every((segment, index) => {
    const before = segments[index - 1]
    return (
      !before ||
      (segment.number === before.number + 1 &&
        segment.startTicks === before.startTicks + before.durationTicks)
    )
  })
}
