import type { Chunk } from '../chunks/chunk.ts'
import type { SeekFacts } from '../chunks/seek-facts.ts'
import { seekability } from '../chunks/seekability.ts'
import type { SourceFacts } from '../source/source-facts.ts'
import { GOP_SECONDS, SEGMENT_SECONDS } from './ladder.ts'

/** How much of a film is looked at before its ladder is chosen, in seconds: whole scenes, spread over it. */
export const PROBED = {
  /** One GOP of what is made of it. */
  sceneSeconds: GOP_SECONDS,
  /** Of the film, at most. */
  share: 0.1,
  /** Fewer would be an accident, more tell nothing new of most films. */
  leastScenes: 3,
  mostScenes: 5,
} as const

/** Shorter films keep the usual ladder: probing them would cost more of an encode than it could save. */
export const PROBED_FROM_SECONDS = (PROBED.leastScenes * PROBED.sceneSeconds) / PROBED.share

/** What may be decoded in vain before a scene, in ms: a GOP of 250 frames, the default of most encoders, at 25 a second. */
const MOST_RUN_UP_MS = 10_000

const GRID_MS = SEGMENT_SECONDS * 1000

/** Where a scene may lie: the cheapest place of each half of its share of the film, the cheaper one first. */
export type ScenePlaces = readonly Chunk[]

/** Why a film keeps the usual ladder unmeasured. Names are kept with its run, so that they may be added to, not changed. */
export const UNMEASURED_REASONS = [
  'too-short',
  'too-small',
  'not-sought',
  'pictures-stand',
  'keyframes-apart',
  'blank',
  'failed',
] as const

export type UnmeasuredReason = (typeof UNMEASURED_REASONS)[number]

export interface Unmeasured {
  readonly reason: UnmeasuredReason
  /** A sentence for people who run Marquee. */
  readonly why: string
}

/**
 * Where to look at a film, in its order: spread evenly, at moments that can be reached by decoding little in vain. Why it
 * cannot be done, where it cannot.
 */
export function chooseScenes(facts: SourceFacts, seeking: SeekFacts): readonly ScenePlaces[] | Unmeasured {
  const filmMs = Math.min(facts.durationMs, seeking.pictureEndMs)
  const fitting = Math.floor(((filmMs / 1000) * PROBED.share) / PROBED.sceneSeconds)
  if (fitting < PROBED.leastScenes)
    return { reason: 'too-short', why: `The film is shorter than ${PROBED_FROM_SECONDS} s.` }
  if (seekability(facts) !== 'direct')
    return { reason: 'not-sought', why: `What is in ${facts.container} is not sought in.` }
  if (seeking.longestFrameMs > PROBED.sceneSeconds * 1000)
    return { reason: 'pictures-stand', why: 'Pictures stand longer than a scene.' }
  const count = Math.min(PROBED.mostScenes, fitting)
  const scenes = Array.from({ length: count }, (_, slot) =>
    [0, 0.5]
      .flatMap((half) => cheapestBetween((slot + half) / count, (slot + half + 0.5) / count, filmMs, seeking))
      .toSorted((one, other) => runUpAt(one, seeking) - runUpAt(other, seeking))
      .map((startMs): Chunk => asScene(startMs, slot)),
  ).filter((places) => places.length > 0)
  if (scenes.length < PROBED.leastScenes)
    return { reason: 'keyframes-apart', why: 'Its keyframes lie too far apart.' }
  return scenes
}

/** Never the last chunk of a film: it ends where the scene does. */
function asScene(startMs: number, index: number): Chunk {
  return { index, startMs, endMs: startMs + PROBED.sceneSeconds * 1000, last: false }
}

const runUpAt = (startMs: number, { runUpMs }: SeekFacts) =>
  runUpMs[startMs / GRID_MS - 1] ?? Number.POSITIVE_INFINITY

/** Of equally cheap moments the one nearest the middle. None where all are too dear. @param from, to shares of the film */
function cheapestBetween(from: number, to: number, filmMs: number, seeking: SeekFacts): readonly number[] {
  const middle = ((from + to) / 2) * filmMs
  const first = Math.max(1, Math.ceil((from * filmMs) / GRID_MS))
  const end = Math.min(to * filmMs, filmMs - GRID_MS)
  const moments = Array.from(
    { length: Math.max(0, Math.ceil(end / GRID_MS) - first) },
    (_, cell) => (first + cell) * GRID_MS,
  ).filter((moment) => runUpAt(moment, seeking) <= MOST_RUN_UP_MS)
  const [best] = moments.toSorted(
    (one, other) =>
      runUpAt(one, seeking) - runUpAt(other, seeking) || Math.abs(one - middle) - Math.abs(other - middle),
  )
  return best === undefined ? [] : [best]
}
