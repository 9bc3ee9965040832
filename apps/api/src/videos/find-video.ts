import type { ObjectRef } from '@marquee/domain/metadata'
import {
  findVideosByIds,
  findVideosByPublicIds,
  mayEditVideo,
  mayWatchVideo,
  type VideoRow,
} from '@marquee/domain/videos'
import { isPublicId, type PublicId, parseGlobalId } from '@marquee/schema/ids'
import { type Context, defineLoader, type UserError, userError } from '../schema/index.ts'

/** From the metadata cache where it has them. Whoever asks decides what may be shown. */
export const videoByPublicId = defineLoader<ObjectRef, VideoRow | null, string>(
  ({ metadata }, refs) => metadata.videos(refs),
  ({ id }) => id,
)

/** As it is in PostgreSQL now: for deciding on a change, and for answering one. */
export async function freshVideo({ services }: Context, id: bigint): Promise<VideoRow | null> {
  const [video = null] = await findVideosByIds(services.database, [id])
  return video
}

/** Accepts both what `node(id:)` takes and what stands in a watch page's URL. */
function parseVideoId(id: string): PublicId | null {
  if (isPublicId(id)) return id
  const parsed = parseGlobalId(id)
  return parsed?.prefix === 'vid' ? parsed.publicId : null
}

/** Null for what is not there and for what is hidden from this viewer: nobody can tell them apart. */
export async function findVisibleVideo(context: Context, id: string): Promise<VideoRow | null> {
  const publicId = parseVideoId(id)
  return publicId && visible(context, await videoByPublicId(context).load({ id: publicId }))
}

/** As {@link findVisibleVideo}, as it is in PostgreSQL now. */
export async function findFreshVideo(context: Context, id: string): Promise<VideoRow | null> {
  const publicId = parseVideoId(id)
  if (!publicId) return null
  const [video = null] = await findVideosByPublicIds(context.services.database, [publicId])
  return visible(context, video)
}

function visible(context: Context, video: VideoRow | null): VideoRow | null {
  return video && mayWatchVideo(context.viewer, video) ? video : null
}

export type EditableVideo = { readonly video: VideoRow } | { readonly denied: UserError }

/** The first line of every use-case that changes a video: who asks must be signed in, see it, and own it. */
export async function findEditableVideo(context: Context, id: string): Promise<EditableVideo> {
  if (!context.viewer) return { denied: userError('UNAUTHENTICATED') }
  const video = await findFreshVideo(context, id)
  if (!video) return { denied: userError('VIDEO_NOT_FOUND', 'videoId') }
  if (!mayEditVideo(context.viewer, video)) return { denied: userError('FORBIDDEN', 'videoId') }
  return { video }
}
