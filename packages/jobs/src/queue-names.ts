/**
 * A queue for each kind of work, so that a fleet of each can grow by itself: `dispatch`, `completion` and `maintenance` need
 * PostgreSQL, `task-light` network and disk, `task-encode` processor time. The last two are of a resource class each.
 */
export const QUEUE_NAMES = ['dispatch', 'task-light', 'task-encode', 'completion', 'maintenance'] as const

export type QueueName = (typeof QUEUE_NAMES)[number]

/** The hash tag keeps all keys of the queues on one slot of a Redis Cluster, which BullMQ's scripts need. */
export const QUEUE_PREFIX = '{bull}'
