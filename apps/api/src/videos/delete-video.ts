import { cancelRunsOf } from '@marquee/domain/pipeline'
import { closeUpload, findUploadsByVideos } from '@marquee/domain/uploads'
import { deleteVideo as hideVideo } from '@marquee/domain/videos'
import { toGlobalId } from '@marquee/schema/ids'
import { type Context, type UserError, userError } from '../schema/index.ts'
import { announceVideo } from './announce-video.ts'
import { dropParts } from './drop-parts.ts'
import { findEditableVideo } from './find-video.ts'

export interface DeleteVideoPayload {
  readonly deletedVideoId: string | null
  readonly userErrors: readonly UserError[]
}

/** Hides a video for good and stops its run or its upload; the workers' sweep removes its objects. */
export async function deleteVideo(context: Context, input: { videoId: string }): Promise<DeleteVideoPayload> {
  const found = await findEditableVideo(context, input.videoId)
  if ('denied' in found) return { deletedVideoId: null, userErrors: [found.denied] }

  const { database } = context.services
  const { video } = found
  const [upload] = await findUploadsByVideos(database, [video.id])
  const deleted = await database.$transaction(async (tx) => {
    await cancelRunsOf(tx, { videoId: video.id })
    if (upload) await closeUpload(tx, upload.id, 'aborted')
    return hideVideo(tx, video.id)
  })
  if (upload?.status === 'open') await dropParts(context, upload)
  if (!deleted) return { deletedVideoId: null, userErrors: [userError('VIDEO_NOT_FOUND', 'videoId')] }
  await announceVideo(context, deleted)
  return { deletedVideoId: toGlobalId('vid', video.publicId), userErrors: [] }
}
