import type { TaskType } from '@marquee/media'
import type { Queues } from './create-queues.ts'
import { type JobName, type JobPayload, parsePayload } from './job-contracts.ts'
import type { QueueName } from './queue-names.ts'
import { placeTask, taskJobId } from './task-placement.ts'

/** Asks for a look at a run. Never de-duplicated: a look that is under way may already have read the old state. */
export async function enqueueDispatch(queues: Queues, runId: bigint | string): Promise<void> {
  await add(queues, 'dispatch', 'dispatch-run', { runId: String(runId) })
}

/** As {@link enqueueDispatch} for many runs, in one call of Redis. */
export async function enqueueDispatches(queues: Queues, runIds: readonly bigint[]): Promise<void> {
  if (runIds.length === 0) return
  await queues.byName.dispatch.addBulk(
    runIds.map((runId) => ({ name: 'dispatch-run', data: { runId: String(runId) } })),
  )
}

/** One queueing of a task, as its row has it. */
export interface QueuedTask {
  readonly runId: bigint
  readonly name: string
  readonly type: TaskType
  readonly queuedAt: Date
}

/** Adding a queueing that is already there changes nothing, so that the sweep may add what it suspects is lost. */
export async function enqueueTask(
  queues: Queues,
  task: QueuedTask,
  options: { readonly delayMs?: number } = {},
): Promise<void> {
  const payload = { runId: String(task.runId), task: task.name, queuedAt: task.queuedAt.toISOString() }
  const { queue, priority } = placeTask(task.type)
  await add(queues, queue, 'run-task', payload, {
    jobId: taskJobId(task),
    priority,
    ...(options.delayMs && { delay: options.delayMs }),
  })
}

/** Hands over what became of an attempt; a second hand-over of the same attempt changes nothing. */
export async function enqueueResult(queues: Queues, payload: JobPayload<'settle-task'>): Promise<void> {
  await add(queues, 'completion', 'settle-task', payload, {
    jobId: resultJobId(payload.runId, payload.task, payload.attempt),
  })
}

/** The id under which {@link enqueueResult} files the result of an attempt. */
export function resultJobId(runId: bigint | string, task: string, attempt: number): string {
  return `${runId}.${task}.${attempt}`
}

/** `delayMs` lets the workers of cancelled tasks put down what they hold. */
export async function enqueueCleaning(queues: Queues, runId: bigint, delayMs: number): Promise<void> {
  await add(
    queues,
    'maintenance',
    'clean-run',
    { runId: String(runId) },
    { jobId: `clean.${runId}`, delay: delayMs },
  )
}

async function add<Name extends JobName>(
  queues: Queues,
  queue: QueueName,
  name: Name,
  payload: JobPayload<Name>,
  options: { jobId?: string; priority?: number; delay?: number } = {},
): Promise<void> {
  await queues.byName[queue].add(name, parsePayload(name, payload), options)
}
