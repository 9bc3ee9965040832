import { createDatabase } from '@marquee/domain'
import { createQueues, openRedis } from '@marquee/jobs'
import type { Logger, Metrics } from '@marquee/service'
import { createS3Store, type ObjectStore } from '@marquee/storage'
import { sayOnceInAWhile } from '../observability/say-once-in-a-while.ts'
import { createWorkerEvents } from '../observability/worker-events.ts'
import type { Stores } from '../tasks/task-context.ts'
import type { WorkerEnvironment } from './environment.ts'
import type { Services } from './services.ts'
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
