import type { Logger } from '@marquee/service'
import type { Redis } from 'ioredis'

/** Records a request under `key` and says whether it is within `max` in `window` seconds; `retryAfter` in seconds. */
export type CountRequest = (
  key: string,
  rule: { window: number; max: number },
) => Promise<{ allowed: boolean; retryAfter: number | null }>

/** One step, so that many requests at once cannot all read the same count. Answers the count and the ms left. */
const COUNT = `
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return { count, redis.call('PTTL', KEYS[1]) }`

/** Counts in Redis. Where Redis does not answer, requests pass: a lost cache must not lock everyone out. */
export function createRequestCounter(redis: Redis, logger: Logger): CountRequest {
  return async (key, { window, max }) => {
    try {
      const reply = await redis.eval(COUNT, 1, `sign-in:${key}`, window * 1_000)
      const [count, leftMs] = reply as [number, number]
      if (count <= max) return { allowed: true, retryAfter: null }
      return { allowed: false, retryAfter: Math.ceil(leftMs / 1_000) }
    } catch (err) {
      logger.warn({ err }, 'sign-in attempts are not counted: Redis does not answer')
      return { allowed: true, retryAfter: null }
    }
  }
}
