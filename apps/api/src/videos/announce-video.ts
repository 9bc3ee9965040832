import { type Context, forgetLoaded } from '../schema/index.ts'

/**
 * What follows every committed change of a video: this operation reads it anew, the cache lets the old one go,
 * subscribers are told, and the edges hear of addresses that open nothing any more. A lost announcement delays them,
 * the cache and subscribers until their next look and the edges until the workers' sweep, and fails nobody.
 */
export async function announceVideo(
  context: Context,
  video: { readonly publicId: string; readonly version: number },
): Promise<void> {
  forgetLoaded(context)
  const { videoChanges, playback, logger } = context.services
  const told = await Promise.allSettled([
    videoChanges.announce(video),
    playback.announceDenial(video.publicId),
  ])
  for (const one of told)
    if (one.status === 'rejected')
      logger.warn({ err: one.reason, video: video.publicId }, 'a change could not be announced')
}
