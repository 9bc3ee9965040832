import type { ResourceClass } from '@marquee/media'
import type { Transaction } from '../database/create-database.ts'

/** How long, in seconds, the oldest task of each class has been waiting for a worker; classes of which none waits are left out. */
export async function oldestQueued(tx: Transaction): Promise<ReadonlyMap<ResourceClass, number>> {
  const rows = await tx.$queryRaw<{ resource: ResourceClass; seconds: number }[]>`
    SELECT resource, extract(epoch FROM now() - min(queued_at))::float8 AS seconds
      FROM pipeline_task WHERE status = 'queued' GROUP BY resource`
  return new Map(rows.map(({ resource, seconds }) => [resource, Math.max(0, seconds)]))
}
