import type { Redis } from 'ioredis'
import { announceVersion } from '../metadata/announce-version.ts'

export const VIDEO_CHANGED_CHANNEL_PREFIX = 'video:'

/** The pub/sub channel of one video. */
export function videoChannel(publicId: string): string {
  return `${VIDEO_CHANGED_CHANNEL_PREFIX}${publicId}`
}

/**
 * Says that a video or its run changed, to the metadata cache and then to subscribers. It carries only a version:
 * PostgreSQL is the truth and is read again, so a lost message delays a viewer and never misleads one.
 */
export async function videoChanged(
  redis: Redis,
  video: { publicId: string; version: number },
): Promise<void> {
  const { publicId, version } = video
  await announceVersion(redis, {
    kind: 'video',
    id: publicId,
    version,
    message: { channel: videoChannel(publicId), text: JSON.stringify({ version }) },
  })
}
