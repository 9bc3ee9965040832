import type { VideoStatus } from '@marquee/schema/graphql'

/** What is worth interrupting a screen reader for: not every percent. */
export type Milestone = 'quarter' | 'half' | 'threeQuarters' | 'playable' | 'ready' | 'cut' | 'failed'

const QUARTERS: ReadonlyArray<readonly [number, Milestone]> = [
  [0.75, 'threeQuarters'],
  [0.5, 'half'],
  [0.25, 'quarter'],
]

const ENDS: Partial<Record<VideoStatus, Milestone>> = {
  PLAYABLE: 'playable',
  READY: 'ready',
  FAILED: 'failed',
}

/** `cut` is of a film that ends where its file breaks. */
type Moment = { status: VideoStatus; fraction: number; cut?: object | null }

/** What was passed between two moments; null while there is nothing to say. */
export function milestoneBetween(before: Moment, after: Moment): Milestone | null {
  if (before.status !== after.status) {
    return after.status === 'READY' && after.cut ? 'cut' : (ENDS[after.status] ?? null)
  }
  if (after.status in ENDS && after.status !== 'PLAYABLE') return null
  const passed = QUARTERS.find(([mark]) => before.fraction < mark && after.fraction >= mark)
  return passed ? passed[1] : null
}
