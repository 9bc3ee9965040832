import { randomUUID } from 'node:crypto'
import type { IdSource } from '@marquee/domain'
import { beginRun, createRun, saveDefinitions } from '@marquee/domain/pipeline'
import { openChannel } from '@marquee/domain/testing'
import type { WorkerFacts } from '@marquee/domain/workers'
import { createQueues, enqueueDispatch, openRedis, ownQueueOf, type QueueName, queueOf } from '@marquee/jobs'
import { type Catalogue, type PipelineDefinition, RESOURCE_CLASSES } from '@marquee/media'
import { newPublicId } from '@marquee/schema/ids'
import { createLogger, createMetrics } from '@marquee/service'
import { createMemoryStore } from '@marquee/storage'
import { Redis } from 'ioredis'
import { createHandlers } from '../../handlers.ts'
import { createWorkerEvents } from '../../observability/worker-events.ts'
import { type Announcement, announceWorker } from '../../program/announce-worker.ts'
import type { Services } from '../../program/services.ts'
import { CATALOGUE } from '../../tasks/task-types.ts'
import { type Consumer, consumeQueue, type JobHandlers } from '../consume-queue.ts'
import { consumeTasks } from '../consume-tasks.ts'
import { loadDefinitions, SHIPPED_DEFINITIONS } from '../load-definitions.ts'
import type { PerformTask } from '../run-task.ts'

/** The stage's Redis has 64 databases: tests that name one of their own have those below, and 0 keeps the count of who has which. */
const FIRST_DATABASE = 16
const DATABASES = 48

/**
 * The pipeline on a real PostgreSQL and a real Redis, each a part of its own of what `npm run stage` provides;
 * objects are in memory, and tasks are the test's.
 */
export interface Bench {
  readonly services: Services
  readonly ids: IdSource
  /** Whose videos `createRun` makes. */
  readonly channelId: bigint
  /** A processing video with its run, of the standard pipeline encoded whole or another; nothing is dispatched yet. */
  createRun(pipeline?: {
    readonly definition: PipelineDefinition
    readonly catalogue: Catalogue
  }): Promise<{ runId: bigint; videoId: bigint; publicId: string }>
  dispatch(runId: bigint): Promise<void>
  /** Starts consumers of these queues, `concurrency` (4) jobs at a time; each call is as another program, which announces itself. */
  work(
    perform: PerformTask,
    queues?: readonly QueueName[],
    options?: {
      readonly concurrency?: number
      readonly id?: string
      readonly handlers?: Partial<JobHandlers>
      readonly facts?: Partial<WorkerFacts>
    },
  ): readonly Consumer[]
  /** Stops all consumers; call it after each test. */
  rest(): Promise<void>
  close(): Promise<void>
}

export async function openBench(): Promise<Bench> {
  const { database, ids, channelId, close } = await openChannel()
  const redisUrl = await ownRedisDatabase()
  const logger = createLogger('worker', { level: 'fatal' })
  const { definitions } = await loadDefinitions([SHIPPED_DEFINITIONS], CATALOGUE)
  const standard = encodedWhole(
    definitions.find(({ name }) => name === 'standard') ?? fail('no standard pipeline'),
  )
  await database.$transaction((tx) => saveDefinitions(tx, [standard], []))
  const services: Services = {
    logger,
    events: createWorkerEvents(logger, createMetrics('worker')),
    database,
    queues: createQueues(redisUrl, { whenDown: 'wait' }),
    cache: openRedis(redisUrl, { whenDown: 'wait' }),
    stores: {
      originals: createMemoryStore('originals'),
      temporary: createMemoryStore('temporary'),
      transcoded: createMemoryStore('transcoded'),
    },
  }
  // Connected, before anybody asks how the queues are.
  await services.queues.redis.ping()
  const consumers: Consumer[] = []
  const announcements: Promise<Announcement>[] = []
  const rest = async () => {
    await Promise.all(consumers.splice(0).map((consumer) => consumer.close()))
    await Promise.all(announcements.splice(0).map(async (announcement) => (await announcement).retire()))
  }

  return {
    services,
    ids,
    channelId,
    async createRun({ definition, catalogue } = { definition: standard, catalogue: CATALOGUE }) {
      const videoId = BigInt(ids.next())
      const publicId = newPublicId()
      const originalKey = `uploads/${newPublicId()}/source`
      const status = 'processing'
      const visibility = 'public'
      await database.video.create({
        data: { id: videoId, publicId, channelId, title: 'Clip', status, visibility, originalKey },
      })
      const runId = await database.$transaction(async (tx) => {
        const id = await createRun(tx, ids, { videoId, pipeline: definition.name })
        const begun = await beginRun(tx, id, definition, catalogue)
        if (!begun.ok) fail(JSON.stringify(begun.problems))
        return id
      })
      return { runId, videoId, publicId }
    },
    dispatch: (runId) => enqueueDispatch(services.queues, runId),
    work(
      perform,
      queues = ['dispatch', 'maintenance', 'completion', 'task-light', 'task-encode'],
      { concurrency = 4, id = randomUUID(), handlers: others = {}, facts = {} } = {},
    ) {
      let announcement: Promise<Announcement> | undefined

      const made = createHandlers({
        services,
        ids: () => ids,
        perform,
        holder: { id, onRefused: async () => (await announcement)?.look() },
      })
      const handlers = { ...made, ...others }
      const drains: (() => void)[] = []
      const started = queues.flatMap((name) => {
        const settings = { name, url: redisUrl, concurrency, logger }
        const resource = RESOURCE_CLASSES.find((one) => queueOf(one) === name)
        if (!resource) return consumeQueue(settings, handlers)
        const taking = consumeTasks(settings, ownQueueOf(resource, id), handlers)
        drains.push(taking.drain)
        return taking.consumers
      })
      consumers.push(...started)
      announcement = announceWorker(services, { ...factsOf(id, queues, concurrency), ...facts }, () => {
        for (const drain of drains) drain()
      })
      announcements.push(announcement)
      return started
    },
    rest,
    async close() {
      await rest()
      await services.queues.redis.flushdb()
      await services.queues.close()
      services.cache.disconnect()
      await close()
    },
  }
}

function factsOf(id: string, queues: readonly QueueName[], concurrency: number): WorkerFacts {
  const classes = RESOURCE_CLASSES.filter((resource) => queues.includes(queueOf(resource)))
  return {
    id,
    host: 'bench',
    roles: classes,
    slots: Object.fromEntries(classes.map((resource) => [resource, concurrency])),
    cores: 2,
    memoryBytes: 4e9,
    encoders: ['libx264'],
    region: 0,
    version: '0',
  }
}

async function ownRedisDatabase(): Promise<string> {
  const base = process.env.QUEUE_REDIS_URL
  if (!base) throw new Error('QUEUE_REDIS_URL is not set. Run this test under `npm run stage -- …`.')
  const counter = new Redis(base)
  const turn = await counter.incr('test:benches')
  counter.disconnect()
  const url = new URL(base)
  url.pathname = `/${FIRST_DATABASE + (turn % DATABASES)}`
  return url.href
}

/** The standard pipeline without what is about chunks, sound, captions, files and damage: tests of how runs go on have one encode to hold. */
function encodedWhole(definition: PipelineDefinition): PipelineDefinition {
  const left = [
    'loudness',
    'audio-first',
    'audio',
    'captions',
    'encode-first',
    'publish-growing',
    'check-integrity',
    'download',
  ]
  const tasks = definition.tasks
    .filter(({ name }) => !left.includes(name))
    .map(({ each: _, ...task }) => ({
      ...task,
      inputs: task.inputs.filter((input) => !['sound', 'captions', 'integrity', 'downloads'].includes(input)),
      after: (task.after ?? []).filter((name) => !left.includes(name)),
    }))
  return { ...definition, name: 'encoded-whole', tasks }
}

function fail(why: string): never {
  throw new Error(why)
}
