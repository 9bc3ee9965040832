import { type ExpiredUpload, expireUpload, findExpiredUploads } from '@marquee/domain/uploads'
import { findVideosByIds } from '@marquee/domain/videos'
import { announceChange } from '../pipeline/announce-change.ts'
import { workInRounds } from '../pipeline/work-in-rounds.ts'
import type { Services } from '../program/services.ts'

const BATCH = 50

/** Ends uploads that nobody finished in time. */
export function expireUploads(services: Services): () => Promise<void> {
  return workInRounds<ExpiredUpload>({
    logger: services.logger,
    batch: BATCH,
    find: (after) => findExpiredUploads(services.database, { limit: BATCH, after: after?.id }),
    identify: ({ id }) => ({ upload: String(id) }),
    perform: (upload, signal) => expire(services, upload, signal),
  })
}

/** The store forgets the parts first, so that a crash repeats and never leaks. */
async function expire(services: Services, upload: ExpiredUpload, signal: AbortSignal): Promise<void> {
  const { database, stores, logger } = services
  await stores.originals.multipart.abort({ key: upload.key, uploadId: upload.storeId }, { signal })
  const expired = await database.$transaction((tx) => expireUpload(tx, upload))
  if (!expired) return
  logger.info({ upload: String(upload.id) }, 'an upload expired')
  const [video] = await findVideosByIds(database, [upload.videoId])
  await announceChange(services, video ?? null)
}
