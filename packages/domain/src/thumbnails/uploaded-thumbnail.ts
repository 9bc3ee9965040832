import { newPublicId } from '@marquee/schema/ids'
import type { Transaction } from '../database/create-database.ts'
import type { IdSource } from '../ids/lease-id-source.ts'
import { folderOf, forgetRevision, REVISION_GRACE_MS, retireRevision } from '../revisions/index.ts'
import { type ChangedVideo, holdVideo, showThumbnail } from './store.ts'

interface VideoIds {
  readonly id: bigint
  readonly publicId: string
}

/** How long a picture may lie in its folder before its video names it. */
const NAMED_WITHIN_MS = 3_600_000

/**
 * Promises, before a picture is written to a folder below videos/<public id>/, that the folder goes unless the video names it by
 * then. Until it does, nobody takes it for a stray.
 */
export async function promiseUpload(tx: Transaction, video: VideoIds, revision: string): Promise<void> {
  await retireRevision(tx, video, revision, NAMED_WITHIN_MS)
}

/**
 * Has an uploaded picture, which is written, stand for the video, in the place of one that was uploaded before. Null where the video
 * is gone: then the promise is kept.
 */
export async function takeUploadedThumbnail(
  tx: Transaction,
  ids: IdSource,
  video: VideoIds,
  path: string,
): Promise<ChangedVideo | null> {
  if (!(await holdVideo(tx, video.id))) return null
  await dropUploaded(tx, video)
  await tx.thumbnail.create({
    data: {
      id: BigInt(ids.next()),
      publicId: newPublicId(),
      videoId: video.id,
      origin: 'upload',
      path,
      chosenAt: new Date(),
    },
  })
  await forgetRevision(tx, { videoPublicId: video.publicId, revision: folderOf(path) })
  return showThumbnail(tx, video.id)
}

/** Goes back to what was chosen of the film. Null where nothing was uploaded, or the video is gone. */
export async function removeUploadedThumbnail(
  tx: Transaction,
  video: VideoIds,
): Promise<ChangedVideo | null> {
  if (!(await holdVideo(tx, video.id))) return null
  return (await dropUploaded(tx, video)) ? showThumbnail(tx, video.id) : null
}

/** Its folder goes once no playback token can name it. */
async function dropUploaded(tx: Transaction, { id, publicId }: VideoIds): Promise<boolean> {
  const uploaded = { videoId: id, origin: 'upload' } as const
  const before = await tx.thumbnail.findMany({ where: uploaded })
  for (const { path } of before) await retireRevision(tx, { publicId }, folderOf(path), REVISION_GRACE_MS)
  await tx.thumbnail.deleteMany({ where: uploaded })
  return before.length > 0
}
