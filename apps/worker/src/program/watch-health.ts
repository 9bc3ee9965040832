import type { Database } from '@marquee/domain'
import { listDefinitions, listRefusals } from '@marquee/domain/pipeline'
import { createHealth, type Health } from '@marquee/service'
import type { WorkerRole } from './environment.ts'
import type { Services } from './services.ts'

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
