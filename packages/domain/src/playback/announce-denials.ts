import {
  DENIAL_SCOPES,
  DENIALS_CHANNEL,
  DENIALS_KEY,
  type Denial,
  denialMember,
  toSeconds,
} from '@marquee/media'
import type { Redis } from 'ioredis'
import type { Transaction } from '../database/create-database.ts'
import { withinTime } from '../metadata/within-time.ts'
import {
  findDenial,
  findUnannounced,
  forgetEndedDenials,
  markAnnounced,
  type UnannouncedDenial,
  unannounceAll,
} from './denials.ts'

/** What one look tells at most; the next one goes on behind it. */
const BATCH = 5_000
/** Milliseconds that whoever changed a video waits for Redis; the sweep tells what could not be told in time. */
const PATIENCE_MS = 200

/**
 * Tells the edges how things stand with one video, if anything was ever denied of it. Throws where Redis does not
 * answer: the row stays unannounced, and the workers' sweep tells it.
 */
export async function announceDenial(db: Transaction, redis: Redis, videoPublicId: string): Promise<void> {
  const denial = await findDenial(db, videoPublicId)
  if (denial) await announceCurrent(db, redis, denial)
}

/** Tells what was not told yet; all of it, where Redis has lost the list. */
export async function restoreDenials(db: Transaction, redis: Redis): Promise<void> {
  await forgetEndedDenials(db)
  if ((await redis.exists(DENIALS_KEY)) === 0) await unannounceAll(db)
  for (const denial of await findUnannounced(db, BATCH)) await announceCurrent(db, redis, denial)
}

/** Another writer may change the row meanwhile: then what was told is old, and the present state is told behind it. */
async function announceCurrent(db: Transaction, redis: Redis, denial: UnannouncedDenial): Promise<void> {
  let current: UnannouncedDenial | null = denial
  while (current) {
    await tell(redis, current)
    if (await markAnnounced(db, current)) return
    current = await findDenial(db, denial.video)
  }
}

/** The set for edges that start or come back, the message for those that listen: in one transaction. */
/** @throws where Redis does not answer in time; then the row stays unannounced */
async function tell(redis: Redis, denial: Denial): Promise<void> {
  const member = denialMember(denial)
  const others = DENIAL_SCOPES.map((scope) => denialMember({ ...denial, scope }))
  const telling = redis
    .multi()
    .zrem(DENIALS_KEY, ...others)
    .zadd(DENIALS_KEY, toSeconds(denial.until), member)
    .zremrangebyscore(DENIALS_KEY, 0, Math.floor(Date.now() / 1_000))
    .publish(DENIALS_CHANNEL, member)
    .exec()
  const told = await withinTime(telling, PATIENCE_MS)
  const failure = told?.find(([error]) => error)?.[0]
  if (failure) throw failure
}
