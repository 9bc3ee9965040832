import { type Context, forgetLoaded } from '../schema/index.ts'

/**
 * What follows every committed change of a video: this operation reads it anew, the edges hear of addresses that open
 * nothing any more, and subscribers are told. A lost announcement delays them, the edges until the workers' sweep and
 * subscribers until their next look, and fails nobody: what was committed stays.
 */
export async function announceVideo(
  context: Context,
  video: { readonly publicId: string; readonly version: number },
): Promise<void> {
  forgetLoaded(context)
  const { videoChanges, playback, logger } = context.services
  try {
    await playback.announceDenial(video.publicId)
    await videoChanges.announce(video)
  } catch (err) {
    logger.warn({ err, video: video.publicId }, 'a change could not be announced')
  }
}
