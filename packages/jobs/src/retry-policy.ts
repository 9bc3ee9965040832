import type { DefaultJobOptions } from 'bullmq'

/**
 * How often the processing of a message is tried while PostgreSQL or Redis is away: a second apart, for ten
 * minutes. After that the sweep finds the run by its rows, so that nothing hangs on a message.
 * Attempts of a task are another thing: those are counted in PostgreSQL.
 */
export const MESSAGE_OPTIONS: DefaultJobOptions = {
  attempts: 600,
  backoff: { type: 'fixed', delay: 1_000, jitter: 0.5 },
  removeOnComplete: true,
  // A job that stays keeps its id, and would make the sweep's second try a duplicate.
  removeOnFail: true,
}

/** How often a task may fail before its run fails. */
export const MAX_TASK_ATTEMPTS = 4

/**
 * How often a task's worker may die before its run fails. A machine that goes away says little of the tasks it had, and takes
 * good ones with it; only one that took its worker with it each time is to blame, and must end.
 */
export const MAX_TASK_LOSSES = 8

const FIRST_RETRY_MS = 1_000
const LONGEST_RETRY_MS = 60_000

/** Milliseconds before a task that failed recoverably is tried again: 1, 4, 16 s, so that a blip of storage or a restart passes. */
export function retryDelayMs(failedAttempts: number): number {
  return Math.min(FIRST_RETRY_MS * 4 ** Math.max(0, failedAttempts - 1), LONGEST_RETRY_MS)
}
