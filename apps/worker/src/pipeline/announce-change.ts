import { videoChanged } from '@marquee/domain/videos'
import type { Services } from '../program/services.ts'

/**
 * Tells whoever watches a video that it changed. A cache that is away must not fail the work: PostgreSQL has the
 * change, and the next message, or the next look, shows it.
 */
export async function announceChange(
  { cache, logger }: Pick<Services, 'cache' | 'logger'>,
  video: { readonly publicId: string; readonly version: number } | null,
): Promise<void> {
  if (!video) return
  try {
    await videoChanged(cache, video)
  } catch (err) {
    logger.warn({ err, video: video.publicId }, 'subscribers were not told of a change')
  }
}
