const FIRST_MS = 200
const LONGEST_MS = 10_000

/** The pause before restart number `restarts` (from 0) of a part that keeps dying: doubling, at most 10 s. */
export function nextRestartDelay(restarts: number): number {
  return Math.min(FIRST_MS * 2 ** restarts, LONGEST_MS)
}
