import { chooseThumbnail, promiseUpload, takeUploadedThumbnail } from '@marquee/domain/thumbnails'
import type { VideoRow } from '@marquee/domain/videos'
import { newPublicId, parseGlobalId } from '@marquee/schema/ids'
import { takePicture } from '../pictures/index.ts'
import { type Context, type UserError, userError } from '../schema/index.ts'
import { announceVideo, findEditableVideo, freshVideo } from '../videos/index.ts'

export interface SetThumbnailInput {
  readonly videoId: string
  readonly thumbnailId?: string | null | undefined
  readonly uploadId?: string | null | undefined
}

export interface ThumbnailPayload {
  readonly video: VideoRow | null
  readonly userErrors: readonly UserError[]
}

/** Has a picture of the film, or one that was sent, stand for a video. Until the new one is there the old one does. */
export async function setThumbnail(context: Context, input: SetThumbnailInput): Promise<ThumbnailPayload> {
  const found = await findEditableVideo(context, input.videoId)
  if ('denied' in found) return refuse(found.denied)
  const { uploadId, thumbnailId } = input
  if (uploadId && thumbnailId) return refuse(userError('THUMBNAIL_NOT_FOUND', 'thumbnailId'))
  return uploadId
    ? takeUploaded(context, found.video, uploadId)
    : choose(context, found.video, thumbnailId ?? '')
}

async function choose(context: Context, video: VideoRow, thumbnailId: string): Promise<ThumbnailPayload> {
  const id = parseGlobalId(thumbnailId)
  const chosen =
    id?.prefix === 'thm' &&
    (await context.services.database.$transaction((tx) => chooseThumbnail(tx, video.id, id.publicId)))
  if (!chosen) return refuse(userError('THUMBNAIL_NOT_FOUND', 'thumbnailId'))
  return answerChanged(context, video, chosen)
}

async function takeUploaded(context: Context, video: VideoRow, uploadId: string): Promise<ThumbnailPayload> {
  const { database, ids, transcoded } = context.services
  const taken = await takePicture(context, uploadId, 'thumbnail')
  if ('denied' in taken) return refuse(taken.denied)
  const revision = newPublicId()
  const path = `${revision}/poster.jpg`
  await promiseUpload(database, video, revision)
  await transcoded.put(`videos/${video.publicId}/${path}`, taken.made, {
    contentType: 'image/jpeg',
    // A revision never changes (RFC 8246).
    cacheControl: 'public, max-age=31536000, immutable',
  })
  const changed = await database.$transaction((tx) => takeUploadedThumbnail(tx, ids, video, path))
  if (!changed) return refuse(userError('VIDEO_NOT_FOUND', 'videoId'))
  await taken.drop()
  return answerChanged(context, video, changed)
}

/** What every change of a thumbnail ends with. */
export async function answerChanged(
  context: Context,
  { id }: VideoRow,
  changed: { readonly publicId: string; readonly version: number },
): Promise<ThumbnailPayload> {
  await announceVideo(context, changed)
  return { video: await freshVideo(context, id), userErrors: [] }
}

export function refuse(error: UserError): ThumbnailPayload {
  return { video: null, userErrors: [error] }
}
