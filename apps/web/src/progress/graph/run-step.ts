import type { GraphTone } from '@marquee/ui'
import type { LiveProgress } from '../live-progress.ts'

/** One node of a run's graph. */
export type RunStep = LiveProgress['steps'][number]

const TONES: Readonly<Record<RunStep['state'], GraphTone>> = {
  WAITING: 'waiting',
  QUEUED: 'waiting',
  RUNNING: 'active',
  SUCCEEDED: 'done',
  FAILED: 'trouble',
  SKIPPED: 'quiet',
  CANCELLED: 'quiet',
}

export function toneOfStep({ state }: Pick<RunStep, 'state'>): GraphTone {
  return TONES[state]
}
