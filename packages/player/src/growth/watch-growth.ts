import type { Reach } from './reach.ts'

/**
 * A set that grows is to be longer within 1.5 target durations (RFC 8216, 6.2.1), and a player that looked just before sees
 * it half a target duration later (6.3.4). Encoding keeps no such clock; but after this many without anything new, it may be
 * another set that grows now.
 */
const PATIENCE = 3

/** After as many answers in a row that the film is gone, each waited for twice as long, nobody asks any more: some 4 minutes. */
const MOST_FAREWELLS = 4

export type GrowthWatch = {
  /** How far the set that plays goes by now. */
  readonly see: (reach: Reach) => void
  /** Another set plays, or none. */
  readonly stop: () => void
}

/**
 * Calls `ask` when a set that grows has not grown for three to four target durations, and again after as long while it does
 * not, until `ask` has answered often enough that there is no such film any more; a rejection is no answer. `spread`, from 0
 * to 1, keeps its viewers, who all saw it grow in the same second, from asking all at once.
 */
export function watchGrowth(ask: () => Promise<boolean>, spread = Math.random): GrowthWatch {
  let known = Number.NEGATIVE_INFINITY
  let farewells = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function stop(): void {
    clearTimeout(timer)
    timer = undefined
    known = Number.NEGATIVE_INFINITY
  }

  function schedule(target: number): void {
    clearTimeout(timer)
    const delay = (PATIENCE + spread()) * target * 1_000 * 2 ** farewells
    const mine = setTimeout(async () => {
      const isThere = await ask().catch(() => true)
      // It grew meanwhile, or plays no more.
      if (timer !== mine) return
      farewells = isThere ? 0 : farewells + 1
      if (farewells < MOST_FAREWELLS) schedule(target)
    }, delay)
    timer = mine
  }

  return {
    see({ end, ended, target }) {
      if (ended) return stop()
      if (end <= known) return
      known = end
      farewells = 0
      schedule(target)
    },
    stop,
  }
}
