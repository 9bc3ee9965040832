/** How many parts travel at once, and how many arrived since the last change. */
export interface Parallelism {
  readonly lanes: number
  readonly streak: number
}

export interface ParallelismLimits {
  readonly initial: number
  readonly max: number
}

/** Browsers open 6 connections to one HTTP/1.1 host. */
export const DEFAULT_PARALLELISM: ParallelismLimits = { initial: 4, max: 6 }

export function initialParallelism({ initial, max }: ParallelismLimits): Parallelism {
  return { lanes: Math.max(1, Math.min(initial, max)), streak: 0 }
}

/**
 * As TCP does: a lost part halves the lanes, a full round of arrived parts adds one. A line that is too thin
 * for four parts at once thus settles at what it carries.
 */
export function adaptParallelism(
  current: Parallelism,
  event: 'arrived' | 'lost',
  { max }: ParallelismLimits,
): Parallelism {
  if (event === 'lost') return { lanes: Math.max(1, Math.floor(current.lanes / 2)), streak: 0 }
  const streak = current.streak + 1
  return streak < current.lanes
    ? { ...current, streak }
    : { lanes: Math.min(max, current.lanes + 1), streak: 0 }
}
