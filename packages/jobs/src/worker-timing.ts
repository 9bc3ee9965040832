/**
 * A message whose program was killed is delivered again within 4.5 s: its lock runs out, then the next stalled check
 * of any worker hands it on. Renewed four times as often as needed, because a busy machine is late. A lock that runs
 * out too soon does no harm: messages are idempotent, and a task is its worker's for as long as its claim beats.
 */
export const WORKER_TIMING = {
  lockDuration: 3_500,
  lockRenewTime: 800,
  stalledInterval: 1_000,
  // PostgreSQL counts the attempts; here it must only never give up first.
  maxStalledCount: 1_000_000,
  // BullMQ's own 15 s after a lost connection would be most of a Redis restart.
  runRetryDelay: 1_000,
} as const

/** How often the sweep runs. */
export const SWEEP_EVERY_MS = 5_000
