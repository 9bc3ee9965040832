import type { Redis } from 'ioredis'

export const VIDEO_CHANGED_CHANNEL_PREFIX = 'video:'

/** The pub/sub channel of one video. */
export function videoChannel(publicId: string): string {
  return `${VIDEO_CHANGED_CHANNEL_PREFIX}${publicId}`
}

/**
 * Says that a video or its run changed. It carries only a version: PostgreSQL is the truth and is read again,
 * so a lost message delays a viewer and never misleads one.
 */
export async function videoChanged(
  redis: Redis,
  video: { publicId: string; version: number },
): Promise<void> {
  await redis.publish(videoChannel(video.publicId), JSON.stringify({ version: video.version }))
}
