import { createDatabase, type Database } from '@marquee/domain'
import { listDefinitions, listRefusals } from '@marquee/domain/pipeline'
import { createQueues, openRedis } from '@marquee/jobs'
import { createHealth, type Health, type Logger, type Metrics } from '@marquee/service'
import { createS3Store, type ObjectStore } from '@marquee/storage'
import { createWorkerEvents } from '../observability/worker-events.ts'
import type { WorkerEnvironment, WorkerRole } from './environment.ts'
import { sayOnceInAWhile } from './say-once-in-a-while.ts'
import type { Services, Stores } from './services.ts'
import { connectionsOf } from './work-of-roles.ts'

/** Connects to everything the handlers use; nothing is waited for. */
export function openServices(environment: WorkerEnvironment, logger: Logger, metrics: Metrics): Services {
  const onError = sayOnceInAWhile((err) => logger.warn({ err }, 'Redis does not answer'))
  return {
    logger,
    events: createWorkerEvents(logger, metrics),
    database: createDatabase(environment.DATABASE_URL, { connections: connectionsOf(environment) }),
    queues: createQueues(environment.QUEUE_REDIS_URL, { whenDown: 'wait', onError }),
    cache: openRedis(environment.CACHE_REDIS_URL, { whenDown: 'fail', onError }),
    stores: openStores(environment),
  }
}

function openStores(environment: WorkerEnvironment): Stores {
  const open = (bucket: string): ObjectStore =>
    createS3Store({
      endpoint: environment.S3_ENDPOINT,
      region: environment.S3_REGION,
      bucket,
      credentials: {
        accessKeyId: environment.AWS_ACCESS_KEY_ID,
        secretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
      },
    })
  return {
    originals: open(environment.S3_BUCKET_ORIGINALS),
    temporary: open(environment.S3_BUCKET_TEMPORARY),
    transcoded: open(environment.S3_BUCKET_TRANSCODED),
  }
}

/** Lets go of every connection; none of them is waited for longer than it takes. */
export async function closeServices({ database, queues, cache, stores }: Services): Promise<void> {
  cache.disconnect()
  for (const store of Object.values(stores) as ObjectStore[]) store.close()
  await Promise.allSettled([queues.close(), database.$disconnect()])
}

/**
 * Ready once it has started, and while the database, the queue and the buckets answer; a dispatcher that has refused a
 * definition, or cannot read one that is offered, is degraded.
 */
export function watchHealth(
  { database, queues, stores, logger }: Services,
  roles: readonly WorkerRole[],
  isStarted: () => boolean,
): Health {
  return createHealth({
    logger,
    isStarted,
    optional: roles.includes('dispatch') ? { pipelines: () => requireSoundPipelines(database) } : {},
    checks: {
      postgres: () => database.$queryRaw`SELECT 1`,
      redis: () => queues.redis.ping(),
      storage: (signal) => stores.temporary.check({ signal }),
    },
  })
}

async function requireSoundPipelines(database: Database): Promise<void> {
  const refused = await listRefusals(database)
  if (refused.length > 0)
    throw new Error(`Pipelines that were not taken: ${refused.map(({ file }) => file).join(', ')}`)
  const { unreadable } = await listDefinitions(database)
  if (unreadable.length > 0)
    throw new Error(
      `Pipelines that cannot be read: ${unreadable.map(({ name, version }) => `${name} ${version}`).join(', ')}`,
    )
}
