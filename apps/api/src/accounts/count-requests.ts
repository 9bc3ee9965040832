import type { RedisGuard } from '@marquee/domain/metadata'
import type { Redis } from 'ioredis'
import { z } from 'zod'

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
 * Counts in Redis, so that all instances count together, and beside it in each instance alone, which decides where Redis
 * does not answer: a lost cache must neither lock everyone out nor let anyone guess without end.
 */
export function createRequestCounter(redis: Redis, guard: RedisGuard): RequestCounter {
  const own = createOwnCounts()
  const nameOf = (key: string) => `sign-in:${key}`
  return {
    async count(key, { window, max }) {
      const alone = own.count(key, window * 1_000)
      const together = await guard.attempt(() => redis.eval(COUNT, 1, nameOf(key), window * 1_000))
      const [count, leftMs] = together === undefined ? alone : larger(alone, reply.parse(together))
      return count <= max
        ? { allowed: true, retryAfter: null }
        : { allowed: false, retryAfter: Math.max(1, Math.ceil(leftMs / 1_000)) }
    },
    async forget(key) {
      own.forget(key)
      await guard.attempt(() => redis.del(nameOf(key)))
    },
  }
}

/** The count and the ms that are left of its window. */
const reply = z.tuple([z.number(), z.number()])
type Count = z.output<typeof reply>

/** Redis may have been emptied, or away while this instance counted. */
function larger(alone: Count, together: Count): Count {
  return alone[0] > together[0] ? alone : together
}

/** Of one instance, each some 100 bytes; the oldest go first. */
const MAX_OWN_COUNTS = 50_000

function createOwnCounts() {
  const counts = new Map<string, { count: number; readonly endsAt: number }>()
  return {
    count(key: string, windowMs: number): Count {
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
