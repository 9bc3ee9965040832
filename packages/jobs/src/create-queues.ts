import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { openRedis, type RedisSettings } from './open-redis.ts'
import { QUEUE_NAMES, QUEUE_PREFIX, type QueueName } from './queue-names.ts'
import { MESSAGE_OPTIONS } from './retry-policy.ts'

/** The producers of every queue over one connection. */
export interface Queues {
  readonly byName: Readonly<Record<QueueName, Queue>>
  readonly redis: Redis
  close(): Promise<void>
}

/** Producers on QUEUE_REDIS_URL (a Redis with noeviction and persistence). Connects at once. */
export function createQueues(url: string, options: RedisSettings): Queues {
  const redis = openRedis(url, options)
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
