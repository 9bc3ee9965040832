import { GOP_SECONDS, SEGMENT_SECONDS } from '../ladder/ladder.ts'
import type { SourceFacts } from '../source/source-facts.ts'
import type { Chunk } from './chunk.ts'
import type { SeekFacts } from './seek-facts.ts'
import { seekability } from './seekability.ts'

const GRID_MS = SEGMENT_SECONDS * 1000

/** Films under it are encoded in one piece. */
const SPLIT_FROM_MS = 20_000
/** What a last chunk holds of pictures at least: ends are known to a frame or two only. */
const SHORTEST_END_MS = GRID_MS

/**
 * How long a chunk is, in ms: as near to `usual` as its source's keyframes let it. The last may be shorter at no cost: those
 * beside it end, and the shorter it is, the sooner nothing is left that only one worker can do (docs/decisions/0036).
 */
interface ChunkLength {
  readonly shortest: number
  readonly usual: number
  readonly longest: number
}

/** The first is there soon, and the second before the first has been watched. */
const FIRST_MS = GRID_MS
const SECOND: ChunkLength = { shortest: 2 * GRID_MS, usual: 2 * GRID_MS, longest: 3 * GRID_MS }
const LATER: ChunkLength = { shortest: 3 * GRID_MS, usual: 5 * GRID_MS, longest: 15 * GRID_MS }

/** No chunk of a film that is split is longer. */
export const LONGEST_CHUNK_MS = LATER.longest

/** What a second of decoding in vain may be traded for, in seconds of a chunk that is longer or shorter than usual. */
const SECONDS_FOR_ONE_IN_VAIN = 4
/**
 * Share of a film that may be decoded in vain, at a tenth or so of what its encoding costs. It is 0.05 to 0.25 with GOPs of up
 * to a minute, and several films with a single keyframe.
 */
const MOST_IN_VAIN = 0.4

/**
 * Parts a film into chunks that cover it exactly, each from a multiple of SEGMENT_SECONDS; where it can be chosen, from
 * one that a keyframe of the source precedes shortly. One chunk where the film is short, where its source cannot be sought
 * in or has next to no keyframes, and where pictures lie further apart than a GOP, since a segment may then begin with none.
 */
export function planChunks(facts: SourceFacts, seeking: SeekFacts): readonly Chunk[] {
  const starts = chunkStarts(facts, seeking)
  return starts.map((startMs, index) => {
    const next = starts[index + 1]
    return { index, startMs, endMs: next ?? facts.durationMs, last: next === undefined }
  })
}

/** A film that is encoded in one piece, from its beginning: nothing is sought. */
export function inOnePiece({ durationMs }: Pick<SourceFacts, 'durationMs'>): readonly Chunk[] {
  return [{ index: 0, startMs: 0, endMs: durationMs, last: true }]
}

function chunkStarts(facts: SourceFacts, seeking: SeekFacts): readonly number[] {
  if (!isSplit(facts, seeking)) return [0]
  const starts = bestStarts(seeking)
  const inVainMs = starts.reduce((sum, start) => sum + runUpOf(start, seeking), 0)
  return inVainMs > MOST_IN_VAIN * seeking.pictureEndMs ? [0] : starts
}

function isSplit(facts: SourceFacts, { pictureEndMs, longestFrameMs }: SeekFacts): boolean {
  return (
    Math.min(facts.durationMs, pictureEndMs) >= SPLIT_FROM_MS &&
    longestFrameMs <= GOP_SECONDS * 1000 &&
    seekability(facts) !== 'none'
  )
}

/** How long before a multiple of 4 s its decoding must begin, in ms. */
const runUpOf = (startMs: number, { runUpMs }: SeekFacts) => runUpMs[startMs / GRID_MS - 1] ?? 0

/** The best way on from some start: the next one, or null for a chunk to the end; and what it costs in all. */
interface Way {
  readonly next: number | null
  readonly cost: number
}

function bestStarts(seeking: SeekFacts): readonly number[] {
  const ways: Way[] = []
  const lastStart = Math.floor((seeking.pictureEndMs - SHORTEST_END_MS) / GRID_MS) * GRID_MS
  for (let start = lastStart; start > FIRST_MS; start -= GRID_MS)
    ways[start / GRID_MS] = bestWay(start, LATER, ways, seeking)
  const starts = [0, FIRST_MS]
  let { next } = bestWay(FIRST_MS, SECOND, ways, seeking)
  while (next !== null) {
    starts.push(next)
    next = ways[next / GRID_MS]?.next ?? null
  }
  return starts
}

/** @param ways from each later multiple of 4 s at which a chunk may begin */
function bestWay(start: number, length: ChunkLength, ways: readonly Way[], seeking: SeekFacts): Way {
  const left = seeking.pictureEndMs - start
  const toEnd = left > length.longest ? Number.POSITIVE_INFINITY : Math.max(0, left - length.usual)
  let best: Way = { next: null, cost: toEnd }
  for (let next = start + length.shortest; next <= start + length.longest; next += GRID_MS) {
    const rest = ways[next / GRID_MS]
    if (!rest) break
    const inVain = SECONDS_FOR_ONE_IN_VAIN * runUpOf(next, seeking)
    const cost = inVain + Math.abs(next - start - length.usual) + rest.cost
    if (cost < best.cost) best = { next, cost }
  }
  return best
}
