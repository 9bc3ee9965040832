import { setTimeout as sleep } from 'node:timers/promises'
import { StorageUnavailable } from '../errors.ts'

const ATTEMPTS = 4
const FIRST_DELAY_MS = 100

/**
 * Repeats what the SDK cannot repeat by itself, because its body is a stream that must be opened anew.
 * Only StorageUnavailable is retried; the delay doubles and carries jitter.
 */
export async function retryUnavailable<T>(
  attempt: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof StorageUnavailable) || tries === ATTEMPTS) throw error
      await sleep(FIRST_DELAY_MS * 2 ** (tries - 1) * (0.5 + Math.random()), undefined, { signal })
    }
  }
}
