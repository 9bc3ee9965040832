import type { Redis } from 'ioredis'
import { announceVersion } from '../metadata/announce-version.ts'

/** Says that a channel changed. */
export async function channelChanged(
  redis: Redis,
  { publicId, version }: { publicId: string; version: number },
): Promise<void> {
  await announceVersion(redis, { kind: 'channel', id: publicId, version })
}
