/** A task of a run, as far as progress is concerned. */
export interface TaskProgress {
  readonly weight: number
  /** 0 to 1. */
  readonly fraction: number
  readonly skipped: boolean
}

/** 0 to 1 over a whole run, by weight; skipped tasks count for nothing. */
export function overallProgress(tasks: readonly TaskProgress[]): number {
  const counted = tasks.filter((task) => !task.skipped)
  const total = counted.reduce((sum, task) => sum + task.weight, 0)
  const done = counted.reduce((sum, task) => sum + task.weight * Math.min(Math.max(task.fraction, 0), 1), 0)
  return total > 0 ? done / total : 0
}
