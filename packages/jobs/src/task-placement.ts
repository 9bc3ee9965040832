import type { ResourceClass } from '@marquee/media'
import type { QueueName } from './queue-names.ts'

type TaskQueue = Extract<QueueName, 'task-light' | 'task-encode'>

const QUEUE_OF: Readonly<Record<ResourceClass, TaskQueue>> = { light: 'task-light', encode: 'task-encode' }

/** The queue that workers of a resource class read. */
export function queueOf(resource: ResourceClass): TaskQueue {
  return QUEUE_OF[resource]
}

/** The queue of a class that one worker alone reads: for tasks that not every worker can do. BullMQ takes no colon in names. */
export function ownQueueOf(resource: ResourceClass, worker: string): string {
  return `${queueOf(resource)}.${worker.replaceAll(':', '.')}`
}

/** One release of a task, as its row has it. */
export interface ReleasedTask {
  readonly runId: bigint
  readonly name: string
  readonly resource: ResourceClass
  /** Smaller goes first, equal ones in order of arrival. */
  readonly priority: number
  /** Names the queueing that a worker claims. */
  readonly queuedAt: Date
  /** Names the release: one that was taken back and made again is another job. */
  readonly releasedAt: Date
  readonly traceparent: string | null
  /** The worker whose own queue it goes to; null where any of its class will do. */
  readonly releasedTo: string | null
}

/** The same release always has the same id, so that adding it twice makes one job. BullMQ takes no colon in ids. */
export function taskJobId({
  runId,
  name,
  releasedAt,
}: Pick<ReleasedTask, 'runId' | 'name' | 'releasedAt'>): string {
  return `${runId}.${name}.${releasedAt.getTime()}`
}
