import type { StepState, StudioProgressFragment } from '@marquee/schema/graphql'

/** A snapshot of a video's run, as the subscription sends it. */
export type LiveProgress = StudioProgressFragment

/** What is going on, in the order in which a creator meets it. */
export type Phase = 'queued' | 'checking' | 'encoding' | 'packing' | 'publishing'

/** The steps that every video goes through; the others (poster, early publication) run beside them. */
const MAIN_STEPS: ReadonlyArray<readonly [step: string, phase: Phase]> = [
  ['publish', 'publishing'],
  ['package', 'packing'],
  ['encode', 'encoding'],
  ['encode-first', 'encoding'],
  ['inspect', 'checking'],
]

/** The newer of two snapshots: events may overtake each other, their versions do not. */
export function newerProgress(known: LiveProgress | null, next: LiveProgress | null): LiveProgress | null {
  if (!known || !next || known.videoId !== next.videoId) return next
  return next.version >= known.version ? next : known
}

/** What to call the moment: the furthest step of the main way that has begun. */
export function phaseOf(progress: Pick<LiveProgress, 'steps'>): Phase {
  const stateOf = (name: string): StepState | undefined =>
    progress.steps.find((step) => step.name === name)?.state
  const begun = MAIN_STEPS.find(([name]) => isBegun(stateOf(name)))
  if (!begun) return 'queued'
  return begun[1]
}

function isBegun(state: StepState | undefined): boolean {
  return state === 'RUNNING' || state === 'SUCCEEDED'
}

/** Which attempt the busiest step is at; above 1 something failed and is tried again. */
export function attemptOf(progress: Pick<LiveProgress, 'steps'>): number {
  return Math.max(1, ...progress.steps.filter((step) => step.state === 'RUNNING').map((step) => step.attempt))
}

export type Rung = { name: string; fraction: number; done: boolean; stopped: boolean }

/** The renditions from the smallest up, sound left out: it is no quality that a viewer picks. */
export function rungsOf(progress: Pick<LiveProgress, 'renditions'>): Rung[] {
  return progress.renditions
    .filter((rendition) => Number.parseInt(rendition.name, 10) > 0)
    .map((rendition) => ({
      name: rendition.name,
      fraction: rendition.state === 'SUCCEEDED' ? 1 : Math.min(1, Math.max(0, rendition.fraction)),
      done: rendition.state === 'SUCCEEDED',
      stopped: rendition.state === 'FAILED' || rendition.state === 'CANCELLED',
    }))
    .sort((left, right) => Number.parseInt(left.name, 10) - Number.parseInt(right.name, 10))
}

/**
 * Changes whenever the run has made something that only the video itself tells: a length, a picture, a status.
 * Who holds the video asks for it again then.
 */
export function markOf(progress: Pick<LiveProgress, 'status' | 'steps'>): string {
  const done = (name: string) =>
    progress.steps.some((step) => step.name === name && step.state === 'SUCCEEDED')
  return [progress.status, done('inspect'), done('poster')].join()
}
