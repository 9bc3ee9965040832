import type { Database } from '@marquee/domain'
import { withinTime } from '@marquee/domain/metadata'
import { listClasses, oldestQueued } from '@marquee/domain/pipeline'
import { listWorkers } from '@marquee/domain/workers'
import { QUEUE_NAMES, type QueueName, type Queues, queueOf } from '@marquee/jobs'
import { RESOURCE_CLASSES } from '@marquee/media'
import type { Logger, Metrics } from '@marquee/service'

const STATES = ['waiting', 'prioritized', 'active', 'delayed'] as const
/** A scrape has 10 s by default; Redis or PostgreSQL may be away, and then their values are left out. */
const WITHIN_MS = 1_500

interface Watched {
  readonly queues: Queues
  readonly database: Database
  readonly logger: Logger
}

/** Depths and ages of all queues, and the fleet that works them off, read when somebody asks for metrics. One program of an installation is enough. */
export function watchQueues(metrics: Metrics, { queues, database, logger }: Watched): void {
  const measure = (read: () => Promise<void>) => async () => {
    try {
      await withinTime(read(), WITHIN_MS)
    } catch (err) {
      logger.debug({ err }, 'queues were not measured')
    }
  }
  const depth = metrics.gauge({
    name: 'marquee_queue_jobs',
    help: 'Jobs in a queue, by state.',
    labelNames: ['queue', 'state'],
    collect: measure(async () => {
      depth.reset()
      requireRedis(queues)
      const counts = await Promise.all(QUEUE_NAMES.map((name) => queues.byName[name].getJobCounts(...STATES)))
      for (const [index, queue] of QUEUE_NAMES.entries())
        for (const state of STATES) depth.set({ queue, state }, counts[index]?.[state] ?? 0)
    }),
  })
  const backlog = metrics.gauge({
    name: 'marquee_backlog_cpu_seconds',
    help: 'What queued and running tasks are estimated to cost still: what the size of a fleet should follow.',
    labelNames: ['resource'],
    collect: measure(async () => {
      backlog.reset()
      const classes = await listClasses(database)
      for (const resource of RESOURCE_CLASSES)
        backlog.set({ resource }, classes.find((one) => one.resource === resource)?.backlogCpuSeconds ?? 0)
    }),
  })
  const alive = metrics.gauge({
    name: 'marquee_workers_alive',
    help: 'Worker programs that beat, by whether they take tasks.',
    labelNames: ['state'],
    collect: measure(async () => {
      alive.reset()
      const workers = await listWorkers(database)
      const draining = workers.filter(({ drainingAt }) => drainingAt !== null).length
      alive.set({ state: 'draining' }, draining)
      alive.set({ state: 'working' }, workers.length - draining)
    }),
  })
  const age = metrics.gauge({
    name: 'marquee_queue_oldest_seconds',
    help: 'How long the first in line has been waiting; 0 where nothing waits.',
    labelNames: ['queue'],
    collect: measure(async () => {
      age.reset()
      requireRedis(queues)
      const ages = await readAges(queues, database)
      for (const queue of QUEUE_NAMES) age.set({ queue }, ages.get(queue) ?? 0)
    }),
  })
}

/** Of tasks PostgreSQL knows, whose order the queue's priorities hide; of messages the queue itself. */
async function readAges(queues: Queues, database: Database): Promise<ReadonlyMap<QueueName, number>> {
  const [tasks, ...messages] = await Promise.all([
    oldestQueued(database),
    ...QUEUE_NAMES.map(async (name) => [name, await oldestMessage(queues, name)] as const),
  ])
  const ages = new Map<QueueName, number>(messages)
  for (const [resource, seconds] of tasks) {
    const queue = queueOf(resource)
    ages.set(queue, Math.max(ages.get(queue) ?? 0, seconds))
  }
  return ages
}

async function oldestMessage(queues: Queues, name: QueueName): Promise<number> {
  const firsts = await queues.byName[name].getJobs(['waiting', 'prioritized'], 0, 0, true)
  // One may have been taken in between.
  const sentAt = firsts.flatMap((job) => job?.timestamp ?? [])
  return Math.max(0, ...sentAt.map((at) => (Date.now() - at) / 1_000))
}

/** A worker's own connection waits for Redis to come back, and a scrape cannot. */
function requireRedis({ redis }: Queues): void {
  if (redis.status !== 'ready') throw new Error(`Redis is ${redis.status}`)
}
