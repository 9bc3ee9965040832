import { Redis } from 'ioredis'

export interface RedisSettings {
  /**
   * While Redis is away: `fail` rejects within about a second, for a program that answers people and leaves the
   * rest to the sweep; `wait` holds on, for a worker that has a result to hand over.
   */
  readonly whenDown: 'fail' | 'wait'
  /** Milliseconds without an answer after which a connection is given up, and another made. */
  readonly answerWithinMs?: number
  /** What is asked in one tick goes out in one write. */
  readonly enableAutoPipelining?: boolean
  /** Connection errors; they repeat until Redis is back. */
  readonly onError?: (error: Error) => void
}

/**
 * A machine that vanishes ends no connection: without this, what was asked of it waits for as long as TCP repeats itself, a
 * quarter of an hour. Who waits also blocks for the next job, which BullMQ does for 10 s at most.
 */
const ANSWER_WITHIN_MS = { fail: 2_000, wait: 15_000 } as const

/** A connection that comes back by itself, a quarter of a second to two seconds after each try. */
export function openRedis(
  url: string,
  {
    whenDown,
    answerWithinMs = ANSWER_WITHIN_MS[whenDown],
    enableAutoPipelining = false,
    onError,
  }: RedisSettings,
): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: whenDown === 'wait' ? null : 1,
    retryStrategy: (times) => Math.min(250 * times, 2_000),
    connectTimeout: 2_000,
    socketTimeout: answerWithinMs,
    enableAutoPipelining,
  })
  redis.on('error', onError ?? (() => {}))
  return redis
}
