import type { Redis } from 'ioredis'
import { announceVersion } from '../metadata/announce-version.ts'

/** The pub/sub channel on which is said whose sessions were ended. */
export const SESSIONS_ENDED_CHANNEL = 'sessions:ended'

/** Says that sessions of this person, by the sign-in library's id, were ended; PostgreSQL knows which are left. */
export async function sessionsEnded(redis: Redis, authUserId: string): Promise<void> {
  await redis.publish(SESSIONS_ENDED_CHANNEL, authUserId)
}

/** Says that an account changed. */
export async function accountChanged(
  redis: Redis,
  { authUserId, version }: { authUserId: string; version: number },
): Promise<void> {
  await announceVersion(redis, { kind: 'account', id: authUserId, version })
}
