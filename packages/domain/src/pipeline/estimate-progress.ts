import type { RunStatus, TaskStatus } from '@marquee/schema/prisma'

/** What the estimate reads of a task. */
export interface TimedTask {
  /** Share in the run, of which only proportions count. */
  readonly weight: number
  readonly status: TaskStatus
  /** 0 to 1. */
  readonly fraction: number
  readonly startedAt: Date | null
  readonly endedAt: Date | null
}

export interface ProgressEstimate {
  /** 0 to 1 over the whole run. */
  readonly fraction: number
  /** Until the run ends; null while unknown. */
  readonly remainingMs: number | null
}

/** A task that has done less than this says nothing about its pace. */
const LEAST_TELLING_FRACTION = 0.03

/**
 * How far a run is and how long it will take, from the pace of its heaviest task; the others follow by weight.
 * Tasks that will not run, and those that the run goes on without, count as nothing.
 */
export function estimateProgress(
  run: { readonly status: RunStatus; readonly tasks: readonly TimedTask[] },
  now: Date,
): ProgressEstimate {
  if (run.status === 'succeeded') return { fraction: 1, remainingMs: 0 }
  const tasks = run.tasks.filter((task) => !isLeftOut(task.status, run.status))
  const total = tasks.reduce((sum, { weight }) => sum + weight, 0)
  const done = tasks.reduce((sum, task) => sum + task.weight * doneOf(task), 0)
  const fraction = total > 0 ? done / total : 0
  const msPerWeight = run.status === 'running' ? paceOf(tasks, now) : null
  return { fraction, remainingMs: msPerWeight === null ? null : Math.round((total - done) * msPerWeight) }
}

function isLeftOut(task: TaskStatus, run: RunStatus): boolean {
  return task === 'skipped' || task === 'cancelled' || (task === 'failed' && run === 'running')
}

function paceOf(tasks: readonly TimedTask[], now: Date): number | null {
  const heaviest = tasks.reduce<TimedTask | null>(
    (most, task) => (most === null || task.weight > most.weight ? task : most),
    null,
  )
  if (!heaviest?.startedAt || doneOf(heaviest) < LEAST_TELLING_FRACTION) return null
  const elapsedMs = (heaviest.endedAt ?? now).getTime() - heaviest.startedAt.getTime()
  return Math.max(elapsedMs, 0) / (doneOf(heaviest) * heaviest.weight)
}

function doneOf({ status, fraction }: TimedTask): number {
  if (status === 'succeeded') return 1
  return status === 'running' ? Math.min(Math.max(fraction, 0), 1) : 0
}
