import type { Redis } from 'ioredis'
import type { AccountRow } from '../accounts/store.ts'
import type { ChannelRow } from '../channels/store.ts'
import type { Database } from '../database/create-database.ts'
import type { VideoRow } from '../videos/store.ts'
import type { GuardOptions } from './guard-redis.ts'
import { accountKind, channelKind, videoKind } from './kinds.ts'
import { createObjectCache, type ObjectCache, type ReadObjects } from './object-cache.ts'

/**
 * Videos, channels and accounts, from the cache where it has them. Whoever reads decides afterwards what may be shown:
 * the same objects are kept for everybody.
 */
export interface Metadata {
  /** By public id. */
  readonly videos: ReadObjects<VideoRow>
  /** By public id. */
  readonly channels: ReadObjects<ChannelRow>
  /** By the sign-in library's id. */
  readonly accounts: ReadObjects<AccountRow>
  readonly latestChange: ObjectCache['latestChange']
}

export function createMetadata(database: Database, redis: Redis, options: GuardOptions): Metadata {
  const cache = createObjectCache(redis, options)
  return {
    videos: cache.readerOf(videoKind(database)),
    channels: cache.readerOf(channelKind(database)),
    accounts: cache.readerOf(accountKind(database)),
    latestChange: cache.latestChange,
  }
}
