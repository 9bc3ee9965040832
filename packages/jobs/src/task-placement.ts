import { contractOf, type ResourceClass, type TaskType } from '@marquee/media'
import type { QueueName } from './queue-names.ts'

type TaskQueue = Extract<QueueName, 'task-light' | 'task-encode'>

const QUEUE_OF: Readonly<Record<ResourceClass, TaskQueue>> = { light: 'task-light', encode: 'task-encode' }

/** Where a task waits for a worker: smaller priorities go first, equal ones in order of arrival. */
export interface TaskPlacement {
  readonly queue: TaskQueue
  readonly priority: number
}

/** Where a task of this type runs. */
export function placeTask(type: TaskType): TaskPlacement {
  const { resource, priority } = contractOf(type)
  return { queue: QUEUE_OF[resource], priority }
}

/** The same queueing always has the same id, so that adding it twice makes one job. BullMQ takes no colon in ids. */
export function taskJobId(task: {
  readonly runId: bigint
  readonly name: string
  readonly queuedAt: Date
}): string {
  return `${task.runId}.${task.name}.${task.queuedAt.getTime()}`
}
