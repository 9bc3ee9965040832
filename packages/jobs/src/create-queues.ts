import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { QUEUE_NAMES, QUEUE_PREFIX, type QueueName } from './queue-names.ts'
import { MESSAGE_OPTIONS } from './retry-policy.ts'

/** The producers of every queue over one connection. */
export interface Queues {
  readonly byName: Readonly<Record<QueueName, Queue>>
  readonly redis: Redis
  close(): Promise<void>
}

export interface QueuesOptions {
  /**
   * While Redis is away: `fail` rejects within about a second, for a program that answers people and leaves the
   * rest to the sweep; `wait` holds on, for a worker that has a result to hand over.
   */
  readonly whenDown: 'fail' | 'wait'
  /** Milliseconds without an answer after which a connection is given up, and another made: {@link ANSWER_WITHIN_MS}. */
  readonly answerWithinMs?: number
  /** Connection errors; they repeat until Redis is back. */
  readonly onError?: (error: Error) => void
}

/**
 * A machine that vanishes ends no connection: without this, what was asked of it waits for as long as TCP repeats itself, a
 * quarter of an hour. Who waits also blocks for the next job, which BullMQ does for 10 s at most.
 */
const ANSWER_WITHIN_MS = { fail: 2_000, wait: 15_000 } as const

/** Producers on QUEUE_REDIS_URL (a Redis with noeviction and persistence). Connects at once. */
export function createQueues(url: string, options: QueuesOptions): Queues {
  const redis = openQueueRedis(url, options)
  const onError = options.onError ?? (() => {})
  const open = (name: QueueName) => {
    const queue = new Queue(name, {
      connection: redis,
      prefix: QUEUE_PREFIX,
      defaultJobOptions: MESSAGE_OPTIONS,
      skipWaitingForReady: true,
    })
    queue.on('error', onError)
    return queue
  }
  const byName = Object.fromEntries(QUEUE_NAMES.map((name) => [name, open(name)])) as Record<QueueName, Queue>
  return {
    byName,
    redis,
    async close() {
      await Promise.allSettled(Object.values(byName).map((queue) => queue.close()))
      redis.disconnect()
    },
  }
}

/** A connection that comes back by itself, a quarter of a second to two seconds after each try. */
export function openQueueRedis(url: string, options: QueuesOptions): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: options.whenDown === 'wait' ? null : 1,
    retryStrategy: (times) => Math.min(250 * times, 2_000),
    connectTimeout: 2_000,
    socketTimeout: options.answerWithinMs ?? ANSWER_WITHIN_MS[options.whenDown],
  })
  redis.on('error', options.onError ?? (() => {}))
  return redis
}
