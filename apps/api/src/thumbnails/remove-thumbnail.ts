import { removeUploadedThumbnail } from '@marquee/domain/thumbnails'
import { type Context, userError } from '../schema/index.ts'
import { findEditableVideo } from '../videos/index.ts'
import { answerChanged, refuse, type ThumbnailPayload } from './set-thumbnail.ts'

/** Takes an uploaded picture away; what was chosen of the film stands for the video again. */
export async function removeThumbnail(
  context: Context,
  { videoId }: { readonly videoId: string },
): Promise<ThumbnailPayload> {
  const found = await findEditableVideo(context, videoId)
  if ('denied' in found) return refuse(found.denied)
  const { video } = found
  const changed = await context.services.database.$transaction((tx) => removeUploadedThumbnail(tx, video))
  if (!changed) return refuse(userError('THUMBNAIL_NOT_FOUND', 'videoId'))
  return answerChanged(context, video, changed)
}
