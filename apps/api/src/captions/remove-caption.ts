import { removeCaption as dropCaption } from '@marquee/domain/captions'
import { captionLanguage } from '@marquee/media'
import { type Context, userError } from '../schema/index.ts'
import { announceVideo, findEditableVideo, freshVideo, type VideoPayload } from '../videos/index.ts'

/** Takes captions away. Those that are gone already are as good as removed. */
export async function removeCaption(
  context: Context,
  input: { readonly videoId: string; readonly language: string },
): Promise<VideoPayload> {
  const found = await findEditableVideo(context, input.videoId)
  if ('denied' in found) return { video: null, userErrors: [found.denied] }
  const language = captionLanguage(input.language)
  if (language === null)
    return { video: null, userErrors: [userError('CAPTION_LANGUAGE_INVALID', 'language')] }
  const { video } = found
  const removed = await context.services.database.$transaction((tx) => dropCaption(tx, video, language))
  if (removed) await announceVideo(context, removed)
  return { video: await freshVideo(context, video.id), userErrors: [] }
}
