/**
 * One queue for each resource class, so that a fleet of each can grow by itself:
 * `dispatch` and `completion` need PostgreSQL, `task-light` network and disk, `task-encode` processor time.
 */
export const QUEUE_NAMES = ['dispatch', 'task-light', 'task-encode', 'completion', 'maintenance'] as const

export type QueueName = (typeof QUEUE_NAMES)[number]

/** The hash tag keeps all keys of the queues on one slot of a Redis Cluster, which BullMQ's scripts need. */
export const QUEUE_PREFIX = '{bull}'
