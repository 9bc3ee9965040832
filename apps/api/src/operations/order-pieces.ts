import type { RunTask } from '@marquee/domain/pipeline'

/** Most pieces that are told one by one: a film of ten hours has eighteen hundred. */
export const MAX_PIECES = 100

const RANK: Readonly<Record<RunTask['state'], number>> = {
  failed: 0,
  running: 1,
  queued: 2,
  waiting: 3,
  succeeded: 4,
  skipped: 5,
  cancelled: 6,
}

/** The pieces that an operator looks for first: what failed or is tried again, what runs, what is next. */
export function orderPieces(pieces: readonly RunTask[]): readonly RunTask[] {
  const rankOf = ({ state, errorCode }: RunTask) =>
    errorCode !== null && state !== 'succeeded' ? 0 : RANK[state]
  return pieces.toSorted((one, other) => rankOf(one) - rankOf(other)).slice(0, MAX_PIECES)
}
