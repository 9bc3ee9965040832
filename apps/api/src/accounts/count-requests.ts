import type { Logger } from '@marquee/service'
import type { Redis } from 'ioredis'

/** At most `max` in `window` seconds. */
export interface CountRule {
  readonly window: number
  readonly max: number
}

/** Records a request under `key` and says whether it is within its rule; `retryAfter` in seconds. */
export type CountRequest = (
  key: string,
  rule: CountRule,
) => Promise<{ allowed: boolean; retryAfter: number | null }>

export interface RequestCounter {
  readonly count: CountRequest
  /** Begins again at nothing. */
  forget(key: string): Promise<void>
}

/** One step, so that many requests at once cannot all read the same count. Answers the count and the ms left. */
const COUNT = `
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return { count, redis.call('PTTL', KEYS[1]) }`

/**
 * Counts in Redis, so that all instances count together. Where Redis does not answer, each counts for itself: a lost
 * cache must neither lock everyone out nor let anyone guess without end.
 */
export function createRequestCounter(redis: Redis, logger: Logger): RequestCounter {
  const own = createOwnCounts()
  const nameOf = (key: string) => `sign-in:${key}`
  return {
    async count(key, { window, max }) {
      const [count, leftMs] = await redis
        .eval(COUNT, 1, nameOf(key), window * 1_000)
        .then((reply) => reply as [number, number])
        .catch((err: unknown) => {
          logger.warn({ err }, 'sign-in attempts are counted by this instance alone: Redis does not answer')
          return own.count(key, window * 1_000)
        })
      return count <= max
        ? { allowed: true, retryAfter: null }
        : { allowed: false, retryAfter: Math.max(1, Math.ceil(leftMs / 1_000)) }
    },
    async forget(key) {
      own.forget(key)
      await redis.del(nameOf(key)).catch((err: unknown) => logger.debug({ err }, 'a count was not forgotten'))
    },
  }
}

/** Of an instance that is alone, each some 100 bytes; the oldest go first. */
const MAX_OWN_COUNTS = 50_000

function createOwnCounts() {
  const counts = new Map<string, { count: number; readonly endsAt: number }>()
  return {
    count(key: string, windowMs: number): [number, number] {
      const now = Date.now()
      let entry = counts.get(key)
      if (!entry || entry.endsAt <= now) {
        counts.delete(key)
        entry = { count: 0, endsAt: now + windowMs }
        counts.set(key, entry)
        const oldest = counts.keys().next()
        if (counts.size > MAX_OWN_COUNTS && !oldest.done) counts.delete(oldest.value)
      }
      entry.count += 1
      return [entry.count, entry.endsAt - now]
    },
    forget: (key: string) => counts.delete(key),
  }
}
