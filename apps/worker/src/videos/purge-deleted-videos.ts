import { findUnpurgedVideos, markVideoPurged, type UnpurgedVideo } from '@marquee/domain/videos'
import { workInRounds } from '../pipeline/work-in-rounds.ts'
import type { Services } from '../program/services.ts'

const BATCH = 20
/** Time for workers to notice, so that nothing is written after the purge. */
const GRACE_MS = 15_000

/** Removes what is stored of videos that were deleted. */
export function purgeDeletedVideos(services: Services): () => Promise<void> {
  return workInRounds<UnpurgedVideo>({
    logger: services.logger,
    batch: BATCH,
    find: (after) =>
      findUnpurgedVideos(services.database, { forMs: GRACE_MS, limit: BATCH, after: after?.id }),
    identify: ({ id, publicId }) => ({ videoId: String(id), video: publicId }),
    perform: (video, signal) => purge(services, video, signal),
  })
}

/** The original and every published object, parts of an unfinished upload included. */
async function purge(
  { database, stores }: Services,
  { id, publicId, upload }: UnpurgedVideo,
  signal: AbortSignal,
): Promise<void> {
  await stores.transcoded.deletePrefix(`videos/${publicId}/`, { signal })
  if (upload) {
    await stores.originals.multipart.abort({ key: upload.key, uploadId: upload.storeId }, { signal })
    await stores.originals.delete(upload.key, { signal })
  }
  await markVideoPurged(database, id)
}
