import type { Reach } from './reach.ts'

/**
 * A set that grows is to be longer within 1.5 target durations (RFC 8216, 6.2.1), and a player that looked just before sees
 * it half a target duration later (6.3.4). Encoding keeps no such clock; but after this many without anything new, it may be
 * another set that grows now.
 */
const PATIENCE = 3

/** Each answer in a row that brings nothing new doubles the pause before the next, up to this often: some 4 minutes. */
const MOST_DOUBLINGS = 4

/** After as many answers in a row that the film is gone nobody asks any more: some 4 minutes after it grew last. */
const MOST_FAREWELLS = 4

export type GrowthWatch = {
  /** How far the set that plays goes by now. */
  readonly see: (reach: Reach) => void
  /** Another set plays, or none. */
  readonly stop: () => void
}

/**
 * Calls `ask` when a set that grows has not grown for three to four target durations, and again after longer and longer while
 * it does not, until `ask` has answered often enough that there is no such film any more; a rejection is no answer. `spread`,
 * from 0 to 1, keeps its viewers, who all saw it grow in the same second, from asking all at once.
 */
export function watchGrowth(ask: () => Promise<boolean>, spread = Math.random): GrowthWatch {
  let known = Number.NEGATIVE_INFINITY
  let answers = 0
  let farewells = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function stop(): void {
    clearTimeout(timer)
    timer = undefined
    known = Number.NEGATIVE_INFINITY
  }

  function schedule(target: number): void {
    clearTimeout(timer)
    const delay = (PATIENCE + spread()) * target * 1_000 * 2 ** Math.min(answers, MOST_DOUBLINGS)
    const mine = setTimeout(async () => {
      const isThere = await ask().catch(() => null)
      // It grew meanwhile, or plays no more.
      if (timer !== mine) return
      if (isThere !== null) answers += 1
      farewells = isThere === false ? farewells + 1 : 0
      if (farewells < MOST_FAREWELLS) schedule(target)
    }, delay)
    timer = mine
  }

  return {
    see({ end, ended, target }) {
      if (ended) return stop()
      if (end <= known) return
      known = end
      answers = 0
      farewells = 0
      schedule(target)
    },
    stop,
  }
}
