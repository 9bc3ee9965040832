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
  /** Connection errors; they repeat until Redis is back. */
  readonly onError?: (error: Error) => void
}

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
  })
  redis.on('error', options.onError ?? (() => {}))
  return redis
}
