import type { TaskType } from '@marquee/media'
import type { Transaction } from '../database/create-database.ts'

/** How long, in seconds, the oldest task of each type has been waiting for a worker; types of which none waits are left out. */
export async function oldestQueued(tx: Transaction): Promise<ReadonlyMap<TaskType, number>> {
  const rows = await tx.$queryRaw<{ type: TaskType; seconds: number }[]>`
    SELECT type, extract(epoch FROM now() - min(queued_at))::float8 AS seconds
      FROM pipeline_task WHERE status = 'queued' GROUP BY type`
  return new Map(rows.map(({ type, seconds }) => [type, Math.max(0, seconds)]))
}
