import type { ResourceClass } from '@marquee/media'
import { Prisma } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import { IS_ALIVE } from '../workers/index.ts'
import { USAGE_FADES_S } from './charge-channel.ts'
import { QUEUEING, type QueueingRow } from './queue-task.ts'
import { IS_PAUSED } from './task-classes.ts'

/** In one release; the next goes on. */
const AT_MOST = 100

/** Whether `worker w` is there for tasks of the class of `pipeline_task t`, and has what it demands. */
const FITS = Prisma.sql`${IS_ALIVE} AND w.draining_at IS NULL AND w.slots ->> t.resource IS NOT NULL
  AND w.memory_bytes >= coalesce((t.demands ->> 'memoryMb')::bigint, 0) * 1000000
  AND w.encoders @> ARRAY(SELECT jsonb_array_elements_text(coalesce(t.demands -> 'encoders', '[]'::jsonb)))`

type MatchRow = QueueingRow & { released_at: Date; released_to: string; is_withdrawn: boolean }

/**
 * Releases tasks that demand something to the own queues of fitting workers, to each as many as it has slots that nothing
 * runs in or is meant for, and one more; the smaller priority first, then the channel with the smaller share (release-tasks.ts), then the
 * earlier turn. What was meant for a worker that is gone waits again. Call it under the lock of the class.
 */
export async function matchDemanding(tx: Transaction, resource: ResourceClass): Promise<MatchRow[]> {
  await tx.$executeRaw`
    UPDATE pipeline_task SET released_at = NULL, released_to = NULL
     WHERE (run_id, name) IN (
       SELECT t.run_id, t.name FROM pipeline_task t
        WHERE t.status = 'queued' AND t.resource = ${resource} AND t.is_demanding AND t.released_to IS NOT NULL
          AND (${IS_PAUSED} OR NOT EXISTS (
            SELECT 1 FROM worker w WHERE w.id = t.released_to AND ${IS_ALIVE} AND w.draining_at IS NULL))
          FOR UPDATE OF t SKIP LOCKED)`
  const matched: MatchRow[] = []
  while (matched.length < AT_MOST) {
    const [row] = await tx.$queryRaw<MatchRow[]>`
      WITH channel AS (
        SELECT DISTINCT channel_id FROM pipeline_task
         WHERE status = 'queued' AND resource = ${resource} AND is_demanding AND released_at IS NULL),
      begun AS (
        SELECT channel_id, sum(cost) AS cost FROM pipeline_task
         WHERE resource = ${resource}
           AND (status = 'running' AND beat_at IS NOT NULL
             OR status = 'queued' AND is_demanding AND released_to IS NOT NULL)
         GROUP BY channel_id),
      used AS (
        SELECT c.channel_id, round(coalesce(b.cost, 0)
                 + coalesce(u.consumed * exp(-extract(epoch FROM now() - u.at) / ${USAGE_FADES_S}), 0)) AS share
          FROM channel c LEFT JOIN begun b USING (channel_id)
          LEFT JOIN channel_usage u ON u.channel_id = c.channel_id AND u.resource = ${resource}),
      pair AS (
        SELECT t.run_id, t.name, f.id FROM pipeline_task t JOIN used USING (channel_id) CROSS JOIN LATERAL (
          SELECT w.id FROM worker w CROSS JOIN LATERAL (
            SELECT (w.slots ->> t.resource)::int + 1 - count(*) AS places FROM pipeline_task o
             WHERE o.resource = t.resource
               AND (o.status = 'running' AND o.worker = w.id
                 OR o.status = 'queued' AND o.is_demanding AND o.released_to = w.id)) p
           WHERE ${FITS} AND p.places > 0 ORDER BY p.places DESC, w.id LIMIT 1) f
         WHERE t.status = 'queued' AND t.resource = ${resource} AND t.is_demanding AND t.released_at IS NULL
           AND (t.due_at IS NULL OR t.due_at <= now()) AND NOT ${IS_PAUSED}
         ORDER BY t.priority, used.share, t.turn_at, t.run_id, t.name LIMIT 1 FOR UPDATE OF t SKIP LOCKED),
      released AS (
        UPDATE pipeline_task t SET released_at = clock_timestamp(), released_to = pair.id FROM pair
         WHERE t.run_id = pair.run_id AND t.name = pair.name RETURNING t.*)
      SELECT ${QUEUEING}, t.released_at, t.released_to, false AS is_withdrawn
        FROM released t JOIN pipeline_run r ON r.id = t.run_id`
    if (!row) break
    matched.push(row)
  }
  return matched
}

/** A task that no worker can do. */
export interface UnfitTask {
  readonly runId: bigint
  readonly name: string
  /** Its own name, or for a piece that of what it is a piece of. */
  readonly node: string
  /** For how long there has been none. */
  readonly unfitMs: number
}

/**
 * Notes which queued tasks demand what no living worker has, and answers those for which there has been none for `forMs`. A
 * worker that fits, or that claims the task, begins the count anew; of a class that is paused nothing is counted.
 */
export async function findUnfitTasks(tx: Transaction, forMs: number): Promise<UnfitTask[]> {
  type UnfitRow = { run_id: bigint; name: string; node: string; unfit_ms: number | null }
  const rows = await tx.$queryRaw<UnfitRow[]>`
    UPDATE pipeline_task t
       SET unfit_since = CASE WHEN ${IS_PAUSED} OR EXISTS (SELECT 1 FROM worker w WHERE ${FITS}) THEN NULL
                              ELSE coalesce(t.unfit_since, now()) END
     WHERE (t.run_id, t.name) IN (
       SELECT q.run_id, q.name FROM pipeline_task q WHERE q.status = 'queued' AND q.is_demanding
          FOR UPDATE SKIP LOCKED)
    RETURNING t.run_id, t.name, t.node, (extract(epoch FROM now() - t.unfit_since) * 1000)::float AS unfit_ms`
  return rows.flatMap(({ run_id, name, node, unfit_ms }) =>
    unfit_ms !== null && unfit_ms >= forMs ? [{ runId: run_id, name, node, unfitMs: unfit_ms }] : [],
  )
}
