import { findCaptions, reserveCaption, saveCaption } from '@marquee/domain/captions'
import type { VideoRow } from '@marquee/domain/videos'
import { MAX_CAPTIONS, writeVtt } from '@marquee/media'
import { newPublicId } from '@marquee/schema/ids'
import { type Context, type UserError, userError } from '../schema/index.ts'
import { announceVideo, findEditableVideo, freshVideo } from '../videos/index.ts'
import { type CaptionsInput, judgeCaptions } from './judge-captions.ts'

export interface AddCaptionPayload {
  readonly video: VideoRow | null
  readonly userErrors: readonly UserError[]
  /** Of the file, where it is at fault; counted from 1. */
  readonly line: number | null
}

/** Gives a video captions in a language, in place of those that it has in it. */
export async function addCaption(
  context: Context,
  input: CaptionsInput & { readonly videoId: string },
): Promise<AddCaptionPayload> {
  const found = await findEditableVideo(context, input.videoId)
  if ('denied' in found) return refuse([found.denied])
  const judged = judgeCaptions(input)
  if (!judged.ok) return refuse(judged.errors, judged.line)

  const { video } = found
  const { database, transcoded } = context.services
  const { language, label, cues } = judged
  const [known = []] = await findCaptions(database, [video.id])
  if (known.length >= MAX_CAPTIONS && !known.some((one) => one.language === language))
    return refuse([userError('CAPTION_LIMIT_REACHED', 'language')])

  // A folder of its own: captions that change have another address, so that caches may keep each for ever.
  const path = `${newPublicId()}/${language}.vtt`
  await reserveCaption(database, video, path)
  await transcoded.put(`videos/${video.publicId}/${path}`, writeVtt(cues), {
    contentType: 'text/vtt; charset=utf-8',
    cacheControl: 'public, max-age=31536000, immutable',
  })
  const saved = await database.$transaction((tx) => saveCaption(tx, video, { language, label, path }))
  if (!saved) return refuse([userError('VIDEO_NOT_FOUND', 'videoId')])
  await announceVideo(context, saved)
  return { video: await freshVideo(context, video.id), userErrors: [], line: null }
}

function refuse(userErrors: readonly UserError[], line: number | null = null): AddCaptionPayload {
  return { video: null, userErrors, line }
}
