import type { RunStep } from './run-step.ts'

/** The step to tell of while nobody has chosen one: what failed, else what runs, else what found out something, else the last that is done. */
export function tellingStep(steps: readonly RunStep[]): RunStep | undefined {
  return (
    steps.find(({ state }) => state === 'FAILED') ??
    steps.find(({ state }) => state === 'RUNNING') ??
    steps.find(({ ladder }) => ladder !== null) ??
    steps.findLast(({ state }) => state === 'SUCCEEDED') ??
    steps[0]
  )
}
