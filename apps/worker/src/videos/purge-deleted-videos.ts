import { findUnpurgedVideos, markVideoPurged } from '@marquee/domain/pipeline'
import type { Services } from '../pipeline/services.ts'

const BATCH = 20
/** Time for workers to notice, so that nothing is written after the purge. */
const GRACE_MS = 15_000

/** Removes the original and every published object of videos that were deleted, parts of an unfinished upload included. */
export async function purgeDeletedVideos({ database, stores }: Services): Promise<void> {
  for (const { id, publicId, upload } of await findUnpurgedVideos(database, GRACE_MS, BATCH)) {
    await stores.transcoded.deletePrefix(`videos/${publicId}/`)
    if (upload) {
      await stores.originals.multipart.abort({ key: upload.key, uploadId: upload.storeId })
      await stores.originals.delete(upload.key)
    }
    await markVideoPurged(database, id)
  }
}
