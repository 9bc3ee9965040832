import { RESOURCE_CLASSES, type ResourceClass } from '@marquee/media'
import type { JobsOptions } from 'bullmq'
import type { Queues } from './create-queues.ts'
import { type JobName, type JobPayload, parsePayload } from './job-contracts.ts'
import type { QueueName } from './queue-names.ts'
import { ownQueueOf, queueOf, type ReleasedTask, taskJobId } from './task-placement.ts'

/** A trace on its way over a queue (W3C Trace Context). */
type Traceparent = string | null | undefined

/** Asks for a look at a run. Never de-duplicated: a look that is under way may already have read the old state. */
export async function enqueueDispatch(
  queues: Queues,
  runId: bigint,
  traceparent?: Traceparent,
  { freed }: { readonly freed?: ResourceClass | null } = {},
): Promise<void> {
  const payload = { runId: String(runId), ...traced(traceparent), ...(freed && { freed }) }
  await add(queues, 'dispatch', 'dispatch-run', payload)
}

/**
 * As {@link enqueueDispatch} for the runs that a sweep has found, in one call of Redis. Those that an earlier sweep asked for and
 * nobody has looked at yet are not asked for again: the next sweep finds them, and a queue that is behind grows by nothing.
 */
export async function enqueueDispatches(
  queues: Queues,
  runs: readonly { readonly runId: bigint; readonly traceparent: string | null }[],
): Promise<void> {
  if (runs.length === 0) return
  await queues.byName.dispatch.addBulk(
    runs.map(({ runId, traceparent }) => ({
      name: 'dispatch-run',
      data: { runId: String(runId), ...traced(traceparent) },
      opts: { jobId: `swept.${runId}` },
    })),
  )
}

/**
 * Asks for whoever is next of a class to be released. However many ask while it is done, it is done once more after: a fleet of
 * a thousand workers makes one release at a time. With `delayMs`, once a failed attempt may be made again.
 */
export async function enqueueRelease(
  queues: Queues,
  resource: ResourceClass,
  { delayMs }: { readonly delayMs?: number } = {},
): Promise<void> {
  const once = { deduplication: { id: `release.${resource}`, keepLastIfActive: true } }
  await add(queues, 'dispatch', 'release-tasks', { resource }, delayMs ? { delay: delayMs } : once)
}

/** Adding a release that is already there changes nothing, so that the sweep may add what it suspects is lost. */
export async function enqueueTasks(queues: Queues, tasks: readonly ReleasedTask[]): Promise<void> {
  for (const [queue, ofQueue] of byQueue(tasks))
    await queues.open(queue).addBulk(
      ofQueue.map((task) => ({
        name: 'run-task',
        data: parsePayload('run-task', {
          runId: String(task.runId),
          task: task.name,
          queuedAt: task.queuedAt.toISOString(),
          ...traced(task.traceparent),
        }),
        opts: { jobId: taskJobId(task), priority: task.priority },
      })),
    )
}

/** Takes jobs back that no worker has yet; one that a worker has stays with it. */
export async function withdrawTasks(queues: Queues, tasks: readonly ReleasedTask[]): Promise<void> {
  for (const [queue, ofQueue] of byQueue(tasks))
    await Promise.all(ofQueue.map((task) => queues.open(queue).remove(taskJobId(task))))
}

/** Removes the own queues of workers that are gone, with what is left in them. */
export async function removeOwnQueues(queues: Queues, workers: readonly string[]): Promise<void> {
  for (const worker of workers)
    for (const resource of RESOURCE_CLASSES) await queues.remove(ownQueueOf(resource, worker))
}

function byQueue(tasks: readonly ReleasedTask[]): Map<string, ReleasedTask[]> {
  const groups = new Map<string, ReleasedTask[]>()
  for (const task of tasks) {
    const { resource, releasedTo } = task
    const queue = releasedTo === null ? queueOf(resource) : ownQueueOf(resource, releasedTo)
    groups.set(queue, [...(groups.get(queue) ?? []), task])
  }
  return groups
}

/** Hands over what became of an attempt; a second hand-over of the same attempt changes nothing. */
export async function enqueueResult(queues: Queues, payload: JobPayload<'settle-task'>): Promise<void> {
  await add(queues, 'completion', 'settle-task', payload, {
    jobId: resultJobId(payload.runId, payload.task, payload.attempt),
  })
}

/** Hands over that nobody could begin an attempt: filed by itself, so that what a worker says of the same attempt is heard too. */
export async function enqueueUnfit(queues: Queues, payload: JobPayload<'settle-task'>): Promise<void> {
  const { runId, task, attempt } = payload
  await add(queues, 'completion', 'settle-task', payload, {
    jobId: `${resultJobId(runId, task, attempt)}.unfit`,
  })
}

/** The id under which {@link enqueueResult} files the result of an attempt. */
export function resultJobId(runId: bigint | string, task: string, attempt: number): string {
  return `${runId}.${task}.${attempt}`
}

/**
 * Asks for the temporary objects of a run that has ended to be removed; `delayMs` lets the workers of cancelled tasks put
 * down what they hold. Never de-duplicated: a cleaning that is under way may have looked before the last was written. Whatever has no
 * priority goes before it: the sweep does.
 */
export async function enqueueCleaning(
  queues: Queues,
  runId: bigint,
  { delayMs, traceparent }: { readonly delayMs: number; readonly traceparent?: Traceparent },
): Promise<void> {
  const payload = { runId: String(runId), ...traced(traceparent) }
  await add(queues, 'maintenance', 'clean-run', payload, { delay: delayMs, priority: 1 })
}

function traced(traceparent: Traceparent): { traceparent?: string } {
  return traceparent ? { traceparent } : {}
}

async function add<Name extends JobName>(
  queues: Queues,
  queue: QueueName,
  name: Name,
  payload: JobPayload<Name>,
  options: JobsOptions = {},
): Promise<void> {
  await queues.byName[queue].add(name, parsePayload(name, payload), options)
}
