import {
  findVideosByIds,
  findVideosByPublicIds,
  mayEditVideo,
  mayWatchVideo,
  type VideoRow,
} from '@marquee/domain/videos'
import { isPublicId, type PublicId, parseGlobalId } from '@marquee/schema/ids'
import { type Context, defineLoader, type UserError, userError } from '../schema/index.ts'

export const videoById = defineLoader<bigint, VideoRow | null>(({ database }, ids) =>
  findVideosByIds(database, ids),
)

const videoByPublicId = defineLoader<string, VideoRow | null>(({ database }, ids) =>
  findVideosByPublicIds(database, ids),
)

/** Accepts both what `node(id:)` takes and what stands in a watch page's URL. */
function parseVideoId(id: string): PublicId | null {
  if (isPublicId(id)) return id
  const parsed = parseGlobalId(id)
  return parsed?.prefix === 'vid' ? parsed.publicId : null
}

/** Null for what is not there and for what is hidden from this viewer: nobody can tell them apart. */
export async function findVisibleVideo(context: Context, id: string): Promise<VideoRow | null> {
  const publicId = parseVideoId(id)
  const video = publicId && (await videoByPublicId(context).load(publicId))
  return video && mayWatchVideo(context.viewer, video) ? video : null
}

export type EditableVideo = { readonly video: VideoRow } | { readonly denied: UserError }

/** The first line of every use-case that changes a video: who asks must be signed in, see it, and own it. */
export async function findEditableVideo(context: Context, id: string): Promise<EditableVideo> {
  if (!context.viewer) return { denied: userError('UNAUTHENTICATED') }
  const video = await findVisibleVideo(context, id)
  if (!video) return { denied: userError('VIDEO_NOT_FOUND', 'videoId') }
  if (!mayEditVideo(context.viewer, video)) return { denied: userError('FORBIDDEN', 'videoId') }
  return { video }
}
