import type { ResourceClass } from '@marquee/media'
import type { QueueName } from './queue-names.ts'

type TaskQueue = Extract<QueueName, 'task-light' | 'task-encode'>

const QUEUE_OF: Readonly<Record<ResourceClass, TaskQueue>> = { light: 'task-light', encode: 'task-encode' }

/** The queue that workers of a resource class read. */
export function queueOf(resource: ResourceClass): TaskQueue {
  return QUEUE_OF[resource]
}

/** The same queueing always has the same id, so that adding it twice makes one job. BullMQ takes no colon in ids. */
export function taskJobId(task: {
  readonly runId: bigint
  readonly name: string
  readonly queuedAt: Date
}): string {
  return `${task.runId}.${task.name}.${task.queuedAt.getTime()}`
}
