import { retryRun } from '@marquee/domain/pipeline'
import { currentTraceparent } from '@marquee/service'
import { type Context, userError } from '../schema/index.ts'
import { announceVideo } from './announce-video.ts'
import { findEditableVideo, freshVideo } from './find-video.ts'
import type { VideoPayload } from './update-video.ts'

/** Runs the same pipeline again, as it is defined now, on the same original, where the failure was not the file's. */
export async function retryVideo(context: Context, input: { videoId: string }): Promise<VideoPayload> {
  const found = await findEditableVideo(context, input.videoId)
  if ('denied' in found) return { video: null, userErrors: [found.denied] }

  const { database, ids, background } = context.services
  const retry = await database.$transaction((tx) =>
    retryRun(tx, ids, {
      videoId: found.video.id,
      traceparent: currentTraceparent(),
    }),
  )
  if (!retry.retried) return { video: null, userErrors: [userError(retry.code, 'videoId')] }
  await background.dispatchRun(retry.runId)
  await announceVideo(context, retry)
  return { video: await freshVideo(context, found.video.id), userErrors: [] }
}
