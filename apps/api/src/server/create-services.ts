import { askDatabase, closeDatabase, createDatabase, leaseIdSource } from '@marquee/domain'
import { channelChanged } from '@marquee/domain/channels'
import { createMetadata, withinTime } from '@marquee/domain/metadata'
import { announceDenial } from '@marquee/domain/playback'
import {
  createQueues,
  enqueueDispatch,
  enqueueRelease,
  openRedis,
  type Queues,
  type RedisSettings,
} from '@marquee/jobs'
import { currentTraceparent, type HealthCheck, type Logger } from '@marquee/service'
import { createS3Store } from '@marquee/storage'
import type { Redis } from 'ioredis'
import { createSessionWatch, type SessionWatch } from '../accounts/index.ts'
import { createCursors, type Services } from '../schema/index.ts'
import { createVideoChanges } from '../videos/index.ts'
import type { ApiMetrics } from './count-operations.ts'
import type { ApiEnvironment } from './environment.ts'

/** Milliseconds that a request waits for the queue to take a message, which the workers' sweep replaces. */
const QUEUE_PATIENCE_MS = 200

export interface Connections {
  readonly services: Services
  readonly queues: Queues
  readonly sessions: SessionWatch
  /** Pub/sub, and the counts of sign-in attempts. */
  readonly cache: Redis
  readonly checks: Readonly<Record<'postgres', HealthCheck>>
  /** What the API goes on without, if not with everything. */
  readonly optional: Readonly<Record<'cache' | 'queue' | 'storage', HealthCheck>>
  close(): Promise<void>
}

/** Opens what the API stands on. Redis may be away: what needs it then says so, and comes back by itself. */
export async function createServices(
  environment: ApiEnvironment,
  logger: Logger,
  metrics: ApiMetrics,
  patienceMs?: number,
): Promise<Connections> {
  const database = createDatabase(environment.DATABASE_URL, { onStatement: metrics.sqlStatement })
  const ids = await leaseIdSource(database, { region: environment.REGION_ID })
  const cacheSettings: RedisSettings = {
    whenDown: 'fail',
    onError: (err) => logger.debug({ err }, 'the cache does not answer'),
  }
  // What requests of one moment ask goes out in one write: a write costs more than what it asks.
  const cache = openRedis(environment.CACHE_REDIS_URL, { ...cacheSettings, enableAutoPipelining: true })
  const subscriber = openRedis(environment.CACHE_REDIS_URL, cacheSettings)
  const queues = createQueues(environment.QUEUE_REDIS_URL, {
    whenDown: 'fail',
    onError: (err) => logger.debug({ err }, 'the queue does not answer'),
  })
  const openBucket = (bucket: string) =>
    createS3Store({
      endpoint: environment.S3_ENDPOINT,
      publicEndpoint: environment.PUBLIC_S3_URL,
      region: environment.S3_REGION,
      bucket,
      credentials: {
        accessKeyId: environment.AWS_ACCESS_KEY_ID,
        secretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
      },
    })
  const originals = openBucket(environment.S3_BUCKET_ORIGINALS)
  const transcoded = openBucket(environment.S3_BUCKET_TRANSCODED)
  const sessions = createSessionWatch({ database, publisher: cache, subscriber, logger })
  const services: Services = {
    database,
    ids,
    originals,
    transcoded,
    logger,
    metadata: createMetadata(database, cache, {
      patienceMs,
      onFailure: (err) => logger.warn({ err }, 'PostgreSQL answers for the metadata cache'),
    }),
    announceChannel: (channel) =>
      channelChanged(cache, channel).catch((err: unknown) =>
        logger.warn({ err, channel: channel.publicId }, 'the cache was not told of a change'),
      ),
    videoChanges: createVideoChanges(cache, subscriber, logger),
    sessionsEnded: sessions.ended,
    background: {
      // The run is committed by now: where its message is lost, the workers' sweep finds its rows.
      dispatchRun: (runId) =>
        withinTime(enqueueDispatch(queues, runId, currentTraceparent()), QUEUE_PATIENCE_MS).catch(
          (err: unknown) =>
            logger.warn(
              { err, runId: String(runId) },
              'a run waits for the sweep: the queue does not answer',
            ),
        ),
      releaseTasks: (resource) =>
        withinTime(enqueueRelease(queues, resource), QUEUE_PATIENCE_MS).catch((err: unknown) =>
          logger.warn({ err, resource }, 'tasks wait for the sweep: the queue does not answer'),
        ),
    },
    cursors: createCursors(environment.AUTH_SECRET),
    playback: {
      secret: environment.PLAYBACK_SECRET,
      edgeUrl: environment.PUBLIC_EDGE_URL,
      tokenSeconds: environment.PLAYBACK_TOKEN_SECONDS,
      announceDenial: (publicId) => announceDenial(database, cache, publicId),
    },
    demo: environment.MARQUEE_DEMO,
    now: () => new Date(),
  }
  return {
    services,
    queues,
    sessions,
    cache,
    checks: {
      postgres: () => askDatabase(database),
    },
    optional: {
      cache: () => cache.ping(),
      queue: () => queues.redis.ping(),
      storage: (signal) => originals.check({ signal }),
    },
    async close() {
      sessions.close()
      subscriber.disconnect()
      cache.disconnect()
      await queues.close()
      originals.close()
      transcoded.close()
      await ids.release()
      await closeDatabase(database)
    },
  }
}
