import { expireUpload, findExpiredUploads } from '@marquee/domain/uploads'
import { findVideosByIds } from '@marquee/domain/videos'
import { announceChange } from '../pipeline/announce-change.ts'
import type { Services } from '../pipeline/services.ts'

const BATCH = 50

/** Ends uploads that nobody finished in time; the store forgets their parts first, so that a crash repeats and never leaks. */
export async function expireUploads(services: Services): Promise<void> {
  const { database, stores, logger } = services
  for (const upload of await findExpiredUploads(database, BATCH)) {
    await stores.originals.multipart.abort({ key: upload.key, uploadId: upload.storeId })
    const expired = await database.$transaction((tx) => expireUpload(tx, upload))
    if (!expired) continue
    logger.info({ upload: String(upload.id) }, 'an upload expired')
    const [video] = await findVideosByIds(database, [upload.videoId])
    await announceChange(services, video ?? null)
  }
}
