import { setTimeout } from 'node:timers/promises'

/** Milliseconds between two tries. */
const AGAIN_MS = 200

/**
 * Repeats what may be done twice until it succeeds, as a patient client does while parts of the system come and go.
 * Throws the last failure when `patienceMs` are over.
 */
export async function throughTrouble<Result>(
  work: () => Promise<Result>,
  patienceMs = 90_000,
): Promise<Result> {
  const until = performance.now() + patienceMs
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (performance.now() > until) throw error
      await setTimeout(AGAIN_MS)
    }
  }
}
