/**
 * A killed worker is noticed in 5 to 9 s: its lock (at most 6 s old) runs out, then the next stalled check of
 * any worker hands its job on. Renewed four times as often as needed, because a busy machine is late.
 */
export const WORKER_TIMING = {
  lockDuration: 6_000,
  lockRenewTime: 1_500,
  stalledInterval: 2_000,
  // PostgreSQL counts the attempts; here it must only never give up first.
  maxStalledCount: 1_000_000,
  // BullMQ's own 15 s after a lost connection would be most of a Redis restart.
  runRetryDelay: 1_000,
} as const

/** How often the sweep runs. */
export const SWEEP_EVERY_MS = 5_000
