import type { RunStep } from '../../progress/graph/run-step.ts'
import type { Run } from './run-report.tsx'

/** A task of a run as the graph draws it. */
export function stepOf({ pieceCount, piecesDone, ...task }: Run['tasks'][number]): RunStep {
  const { name, type, needs, state, fraction, attempt, errorCode, cost } = task
  return {
    ...{ name, type, needs, state, fraction, attempt, errorCode, cost },
    pieces: pieceCount > 0 ? { count: pieceCount, done: piecesDone } : null,
    // The table of tasks has it in the worker's own words.
    ladder: null,
  }
}
