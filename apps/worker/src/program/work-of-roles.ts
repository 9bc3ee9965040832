import { type QueueName, queueOf } from '@marquee/jobs'
import { RESOURCE_CLASSES } from '@marquee/media'
import type { WorkerEnvironment, WorkerRole } from './environment.ts'

/** Messages of one process in hand at once; each holds a database connection for milliseconds. */
const MESSAGE_CONCURRENCY = 4

/** Slots of tasks for each database connection: a claim, and a beat each second, take one for milliseconds. */
const SLOTS_TO_A_CONNECTION = 4
/** As many as a start, or a task, its beat, its result and what follows it use at once. */
const LEAST_CONNECTIONS = 4

export interface Work {
  readonly queue: QueueName
  /** How many of its jobs are in hand at once. */
  readonly concurrency: number
}

type Settings = Pick<WorkerEnvironment, 'WORKER_ROLES' | 'ENCODE_CONCURRENCY' | 'LIGHT_CONCURRENCY'>

/** The queues that a program with these roles takes jobs from. */
export function workOf(settings: Settings): readonly Work[] {
  return [...new Set(settings.WORKER_ROLES)].flatMap((role) => workOfRole(role, settings))
}

function workOfRole(role: WorkerRole, settings: Settings): readonly Work[] {
  switch (role) {
    case 'dispatch':
      return [
        { queue: 'dispatch', concurrency: MESSAGE_CONCURRENCY },
        { queue: 'maintenance', concurrency: MESSAGE_CONCURRENCY },
      ]
    case 'complete':
      return [{ queue: 'completion', concurrency: MESSAGE_CONCURRENCY }]
    case 'encode':
      return [{ queue: 'task-encode', concurrency: settings.ENCODE_CONCURRENCY }]
    case 'light':
      return [{ queue: 'task-light', concurrency: settings.LIGHT_CONCURRENCY }]
  }
}

/**
 * How many connections to the database it has: one for each message, any of which may wait for the lock of a run, so that what
 * tasks say never stands behind them, and besides for those.
 */
export function connectionsOf(settings: Settings): number {
  const isOfTasks = ({ queue }: Work) => RESOURCE_CLASSES.some((resource) => queueOf(resource) === queue)
  const inHand = (work: readonly Work[]) => work.reduce((sum, { concurrency }) => sum + concurrency, 0)
  const all = workOf(settings)
  const slots = inHand(all.filter(isOfTasks))
  return Math.max(LEAST_CONNECTIONS, inHand(all) - slots + Math.ceil(slots / SLOTS_TO_A_CONNECTION))
}
