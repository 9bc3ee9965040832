import { updateVideoDetails, type VideoRow } from '@marquee/domain/videos'
import { type Context, type UserError, userError } from '../schema/index.ts'
import { announceVideo } from './announce-video.ts'
import { findEditableVideo } from './find-video.ts'
import { judgeDetails } from './judge-details.ts'

export interface UpdateVideoInput {
  readonly videoId: string
  readonly title?: string | null | undefined
  readonly description?: string | null | undefined
  readonly visibility?: VideoRow['visibility'] | null | undefined
}

export interface VideoPayload {
  readonly video: VideoRow | null
  readonly userErrors: readonly UserError[]
}

/** Changes what is given and leaves the rest, at any time of a video's life. */
export async function updateVideo(context: Context, input: UpdateVideoInput): Promise<VideoPayload> {
  const found = await findEditableVideo(context, input.videoId)
  if ('denied' in found) return { video: null, userErrors: [found.denied] }
  const { details, errors } = judgeDetails(input)
  if (errors.length > 0) return { video: null, userErrors: errors }

  const change = { ...details, ...(input.visibility ? { visibility: input.visibility } : {}) }
  const updated = await context.services.database.$transaction((tx) =>
    updateVideoDetails(tx, found.video.id, change),
  )
  if (!updated) return { video: null, userErrors: [userError('VIDEO_NOT_FOUND', 'videoId')] }
  await announceVideo(context, updated)
  return { video: updated, userErrors: [] }
}
