import { findRun, markRunCleaned } from '@marquee/domain/pipeline'
import type { Services } from '../program/services.ts'
import { removeStrayRevisions } from '../videos/remove-stray-revisions.ts'

/**
 * Workers notice within a second or two that a run has ended, and then put down what they hold; cleaning
 * before that would miss what they still write.
 */
export const CLEANING_DELAY_MS = 4_000

/**
 * Milliseconds for one cleaning: a store that hangs must not keep the sweep, which is next in the same queue, waiting for longer. Twelve hours
 * of video are some 100,000 objects, which a slow store needs 20 s to list.
 */
export const CLEAN_WITHIN_MS = 60_000

/**
 * Removes the temporary objects of a run that has ended, and revisions that it left unnamed. Safe to repeat, and worth it:
 * a worker that was cut off from the database may have written more since.
 */
export async function cleanRun(services: Services, runId: bigint, signal: AbortSignal): Promise<void> {
  const { database, stores } = services
  const run = await findRun(database, runId)
  if (!run || run.status === 'running') return
  await stores.temporary.deletePrefix(`runs/${runId}/`, { signal })
  await removeStrayRevisions(services, run.videoId, signal)
  await markRunCleaned(database, runId)
}
