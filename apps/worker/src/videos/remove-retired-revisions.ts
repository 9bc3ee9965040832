import { type DueRevision, findDueRevisions, forgetRevision } from '@marquee/domain/revisions'
import { workInRounds } from '../pipeline/work-in-rounds.ts'
import type { Services } from '../program/services.ts'

const BATCH = 50

/** Removes revisions that no playback token can name any more. */
export function removeRetiredRevisions({ database, stores, logger }: Services): () => Promise<void> {
  return workInRounds<DueRevision>({
    logger,
    batch: BATCH,
    find: (after) => findDueRevisions(database, { limit: BATCH, after }),
    identify: ({ videoPublicId, revision }) => ({ video: videoPublicId, revision }),
    async perform(due, signal) {
      await stores.transcoded.deletePrefix(`videos/${due.videoPublicId}/${due.revision}/`, { signal })
      await forgetRevision(database, due)
    },
  })
}
