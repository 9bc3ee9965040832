import { findDueRevisions, forgetRevision } from '@marquee/domain/pipeline'
import type { Services } from '../pipeline/services.ts'

const BATCH = 50

/** Removes revisions that no playback token can name any more. */
export async function removeRetiredRevisions({ database, stores }: Services): Promise<void> {
  for (const due of await findDueRevisions(database, BATCH)) {
    await stores.transcoded.deletePrefix(`videos/${due.videoPublicId}/${due.revision}/`)
    await forgetRevision(database, due)
  }
}
