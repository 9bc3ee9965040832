import { availableParallelism } from 'node:os'

/**
 * Ten minutes, and forty times the film, or ten times what it costs where that is more: a slow machine with a slow preset. One that
 * hangs is ended before (`patienceFor`).
 * @param cost CPU seconds for a second of film (`costOfPictures`)
 */
export function encodingBounds(
  durationMs: number,
  cost: number,
): { readonly timeoutMs: number; readonly cpuSeconds: number } {
  const timeoutMs = 600_000 + durationMs * Math.max(40, 10 * cost)
  return { timeoutMs, cpuSeconds: Math.ceil((timeoutMs / 1000) * availableParallelism()) }
}
