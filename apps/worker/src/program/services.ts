import type { Database } from '@marquee/domain'
import type { Queues } from '@marquee/jobs'
import type { Logger } from '@marquee/service'
import type { Redis } from 'ioredis'
import type { WorkerEvents } from '../observability/worker-events.ts'
import type { Stores } from '../tasks/task-context.ts'

/** What every handler of this program stands on. */
export interface Services {
  readonly logger: Logger
  readonly events: WorkerEvents
  readonly database: Database
  /** CACHE_REDIS_URL: subscribers hear of changes on it. */
  readonly cache: Redis
  readonly queues: Queues
  readonly stores: Stores
}
