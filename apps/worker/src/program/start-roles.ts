import { type IdSource, leaseIdSource } from '@marquee/domain'
import type { WorkerFacts } from '@marquee/domain/workers'
import { ownQueueOf, queueOf } from '@marquee/jobs'
import { HARDWARE_ENCODERS, type HardwareEncoder, RESOURCE_CLASSES } from '@marquee/media'
import { createHandlers } from '../handlers.ts'
import { type Consumer, consumeQueue } from '../pipeline/consume-queue.ts'
import { consumeTasks } from '../pipeline/consume-tasks.ts'
import { SHIPPED_DEFINITIONS } from '../pipeline/load-definitions.ts'
import { offerPipelines } from '../pipeline/offer-pipelines.ts'
import { createTaskPerformer } from '../pipeline/perform-task.ts'
import type { PerformTask } from '../pipeline/run-task.ts'
import { scheduleSweeps } from '../pipeline/schedule-sweeps.ts'
import { shareMemory } from '../pipeline/share-memory.ts'
import { watchClaims } from '../pipeline/watch-claims.ts'
import { openScratchSpace } from '../scratch/scratch-space.ts'
import { openMediaRunner } from '../tasks/open-media-runner.ts'
import { announceWorker } from './announce-worker.ts'
import { describeWorker } from './describe-worker.ts'
import type { WorkerEnvironment } from './environment.ts'
import { rehearse } from './rehearse.ts'
import type { Services } from './services.ts'
import { workOf } from './work-of-roles.ts'

function foldersOf({ PIPELINES }: WorkerEnvironment): readonly string[] {
  return PIPELINES === undefined ? [SHIPPED_DEFINITIONS] : [SHIPPED_DEFINITIONS, PIPELINES]
}

/** The roles at work; stopping gives running tasks back and lets short messages finish. */
export interface RunningRoles {
  stop(): Promise<void>
}

/** Starts what the roles ask for, and makes only what they need. */
export async function startRoles(services: Services, environment: WorkerEnvironment): Promise<RunningRoles> {
  const roles = new Set(environment.WORKER_ROLES)
  if (roles.has('dispatch')) await offerPipelines(services, foldersOf(environment))
  const facts = await describeWorker(environment)
  const tasks =
    roles.has('encode') || roles.has('light') ? await openTasks(services, environment, facts) : undefined
  // Behind what this machine may lack: a program that restarts again and again for that takes no lease with it each time.
  const ids = roles.has('complete')
    ? await leaseIdSource(services.database, { region: environment.REGION_ID })
    : undefined
  await rehearse(services, { dispatches: roles.has('dispatch'), ids, works: tasks !== undefined })
  const drains: (() => void)[] = []
  let isDraining = false
  // Before it takes anything: what it lacks is known then.
  const announcement = await announceWorker(services, facts, () => {
    isDraining = true
    for (const drain of drains) drain()
  })
  const handlers = createHandlers({
    services,
    ids: () => required(ids, 'complete'),
    perform: (...task) => required(tasks, 'encode or light').perform(...task),
    holder: { id: facts.id, onRefused: announcement.look },
  })
  const consumers = workOf(environment).flatMap(({ queue, concurrency }) => {
    const settings = { name: queue, url: environment.QUEUE_REDIS_URL, concurrency, logger: services.logger }
    const resource = RESOURCE_CLASSES.find((one) => queueOf(one) === queue)
    if (!resource) return consumeQueue(settings, handlers)
    const taking = consumeTasks(settings, ownQueueOf(resource, facts.id), handlers)
    drains.push(taking.drain)
    if (isDraining) taking.drain()
    return taking.consumers
  })
  const stopWatching = roles.has('dispatch')
    ? [scheduleSweeps(services.queues, services.logger), watchClaims(services)]
    : []
  return {
    async stop() {
      await stopAll(consumers, stopWatching, ids, tasks)
      await announcement.retire()
    },
  }
}

async function stopAll(
  consumers: readonly Consumer[],
  stopWatching: readonly (() => void)[],
  ids: IdSource | undefined,
  tasks: { close(): Promise<void> } | undefined,
): Promise<void> {
  for (const stop of stopWatching) stop()
  await Promise.all(consumers.map((consumer) => consumer.close()))
  await Promise.allSettled([ids?.release(), tasks?.close()])
}

async function openTasks(
  { stores, logger, events }: Services,
  environment: WorkerEnvironment,
  facts: WorkerFacts,
): Promise<{ perform: PerformTask; close(): Promise<void> }> {
  const changesIdentity = environment.SANDBOX === 'auto' && process.getuid?.() === 0
  const scratch = await openScratchSpace(environment.WORKER_SCRATCH, {
    changesIdentity,
    onUnseen: (err) => logger.warn({ err }, 'WORKER_SCRATCH must be of this container alone'),
  })
  const media = await openMediaRunner({
    stores,
    scratch: environment.WORKER_SCRATCH,
    sandbox: environment.SANDBOX,
    preset: environment.ENCODE_PRESET,
    hardware: hardwareOf(facts),
    encodes: environment.ENCODE_CONCURRENCY,
    logger,
    onProgramEnd: events.programEnded,
  })
  const perform = shareMemory(facts.memoryBytes, createTaskPerformer(media, scratch))
  return { perform, close: scratch.close }
}

/** Who announces a film in hardware must be able to encode it, so that somebody is. */
function hardwareOf({ slots, encoders }: WorkerFacts): HardwareEncoder | null {
  if (slots.encode === undefined) return null
  return HARDWARE_ENCODERS.find((encoder) => encoders.includes(encoder)) ?? null
}

function required<Part>(part: Part | undefined, role: string): Part {
  if (part === undefined) throw new Error(`This program does not have the role ${role}`)
  return part
}
