import type { Transaction } from '../database/create-database.ts'
import { type ChangedVideo, holdVideo, showThumbnail } from './store.ts'

/** Has one of a video's thumbnails stand for it. Null where it has none of this id, or is gone. */
export async function chooseThumbnail(
  tx: Transaction,
  videoId: bigint,
  publicId: string,
): Promise<ChangedVideo | null> {
  if (!(await holdVideo(tx, videoId))) return null
  const { count } = await tx.thumbnail.updateMany({
    where: { videoId, publicId },
    data: { chosenAt: new Date() },
  })
  return count === 1 ? showThumbnail(tx, videoId) : null
}
