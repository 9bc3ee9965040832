import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { openRedis, type RedisSettings } from './open-redis.ts'
import { QUEUE_NAMES, QUEUE_PREFIX, type QueueName } from './queue-names.ts'
import { MESSAGE_OPTIONS } from './retry-policy.ts'

/** The producers of every queue over one connection. */
export interface Queues {
  readonly byName: Readonly<Record<QueueName, Queue>>
  readonly redis: Redis
  /** A queue by its name, which may be one worker's own. */
  open(name: string): Queue
  /** Removes a worker's own queue for good, with what is left in it. */
  remove(name: string): Promise<void>
  close(): Promise<void>
}

/** Queues of single workers that are kept open; each is a few objects in memory, and no connection. */
const MAX_OWN = 1_000

/** Producers on QUEUE_REDIS_URL (a Redis with noeviction and persistence). Connects at once. */
export function createQueues(url: string, options: RedisSettings): Queues {
  const redis = openRedis(url, options)
  const onError = options.onError ?? (() => {})
  const make = (name: string) => {
    const queue = new Queue(name, {
      connection: redis,
      prefix: QUEUE_PREFIX,
      defaultJobOptions: MESSAGE_OPTIONS,
      skipWaitingForReady: true,
    })
    queue.on('error', onError)
    return queue
  }
  const byName = Object.fromEntries(QUEUE_NAMES.map((name) => [name, make(name)])) as Record<QueueName, Queue>
  const own = new Map<string, Queue>()
  // Until it is closed, it listens to the connection.
  const forget = async (name: string) => {
    const queue = own.get(name)
    own.delete(name)
    await queue?.close().catch(onError)
  }
  const open = (name: string) => {
    const known = Object.hasOwn(byName, name) ? byName[name as QueueName] : own.get(name)
    if (known) return known
    // Workers come and go; what was opened longest ago has long sent what it had to.
    const [oldest] = own.size >= MAX_OWN ? own.keys() : []
    if (oldest !== undefined) void forget(oldest)
    const made = make(name)
    own.set(name, made)
    return made
  }
  return {
    byName,
    redis,
    open,
    async remove(name) {
      await open(name).obliterate({ force: true })
      await forget(name)
    },
    async close() {
      await Promise.allSettled([...Object.values(byName), ...own.values()].map((queue) => queue.close()))
      redis.disconnect()
    },
  }
}
