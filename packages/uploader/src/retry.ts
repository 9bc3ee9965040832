import { UploadError } from './upload-error.ts'

export interface RetryPolicy {
  /** Attempts before giving up, the first included. */
  readonly attempts: number
  /** Milliseconds: the ceiling of the first wait; it doubles up to `maxDelayMs`. */
  readonly baseDelayMs: number
  readonly maxDelayMs: number
}

/** About a minute and a half in all: long enough for a router to restart. */
export const DEFAULT_RETRY: RetryPolicy = { attempts: 9, baseDelayMs: 500, maxDelayMs: 30_000 }

/** Full jitter: anywhere below the ceiling, so that clients cut off together do not return together. */
export function retryDelayMs(policy: RetryPolicy, failures: number, random: number = Math.random()): number {
  return random * Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (failures - 1))
}

/** Resolves after `ms`; rejects with the signal's reason when it fires first. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}

/** Calls again while it rejects with a retryable UploadError, waiting in between, until the policy is used up. */
export async function withRetry<Result>(
  call: () => Promise<Result>,
  policy: RetryPolicy,
  signal: AbortSignal,
): Promise<Result> {
  for (let failures = 1; ; failures++) {
    try {
      return await call()
    } catch (error) {
      const retryable = error instanceof UploadError && error.retryable
      if (!retryable || failures >= policy.attempts || signal.aborted) throw error
      await sleep(retryDelayMs(policy, failures), signal)
    }
  }
}
