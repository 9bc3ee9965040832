import type { Redis } from 'ioredis'
import { withinTime } from './within-time.ts'

/** A cache is never worth waiting for: PostgreSQL answers within this, in milliseconds. */
const PATIENCE_MS = 150
/** Milliseconds between two looks whether it is back; no request waits for them. */
const PROBE_MS = 500

export interface GuardOptions {
  /** Hears of a cache that stops answering. */
  readonly onFailure: (error: unknown) => void
  readonly patienceMs?: number
}

export interface RedisGuard {
  /** What the cache answers, or undefined where it does not: at once, once that is known. */
  attempt<Value>(ask: () => Promise<Value>): Promise<Value | undefined>
}

/** After one failure nobody asks until a probe was answered, so that a dead cache costs one moment’s requests 150 ms and no others. */
export function guardRedis(redis: Redis, { onFailure, patienceMs = PATIENCE_MS }: GuardOptions): RedisGuard {
  let tripped = false

  function probeLater(): void {
    setTimeout(probe, PROBE_MS).unref()
  }

  async function probe(): Promise<void> {
    if (redis.status === 'end') return
    if (redis.status !== 'ready') return probeLater()
    try {
      await withinTime(redis.ping(), patienceMs)
      tripped = false
    } catch (error) {
      onFailure(error)
      probeLater()
    }
  }

  return {
    async attempt(ask) {
      if (tripped || redis.status !== 'ready') return undefined
      try {
        return await withinTime(ask(), patienceMs)
      } catch (error) {
        if (!tripped) {
          tripped = true
          onFailure(error)
          probeLater()
        }
        return undefined
      }
    },
  }
}
