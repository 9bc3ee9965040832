import type { LockedRun } from '@marquee/domain/pipeline'
import type { Milestone } from '../observability/worker-events.ts'

/**
 * What a run has brought its video to, which was at `run.video.status` before. A ladder that comes without an early set makes its
 * video playable and ready at once.
 */
export function milestonesOf(run: LockedRun, status: LockedRun['video']['status']): Milestone[] {
  const steps = (['playable', 'ready'] as const).filter((step) => rank(run.video.status) < rank(step))
  return steps
    .filter((step) => rank(step) <= rank(status))
    .map((reached) => ({ reached, video: run.video.publicId, seconds: secondsOf(run) }))
}

/** The end of a run that failed for good, by a code of the error table. */
export function failureOf(run: LockedRun, code: string): Milestone {
  return { reached: 'failed', video: run.video.publicId, seconds: secondsOf(run), code }
}

function secondsOf({ createdAt }: LockedRun): number {
  return (Date.now() - createdAt.getTime()) / 1_000
}

function rank(status: LockedRun['video']['status']): number {
  return status === 'ready' ? 2 : status === 'playable' ? 1 : 0
}
