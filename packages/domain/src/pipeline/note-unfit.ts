import type { Transaction } from '../database/create-database.ts'
import { FITS } from './fitting-workers.ts'
import { IS_PAUSED } from './task-classes.ts'

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
export async function noteUnfitTasks(tx: Transaction, forMs: number): Promise<UnfitTask[]> {
  type UnfitRow = { run_id: bigint; name: string; node: string; unfit_ms: number | null }
  const rows = await tx.$queryRaw<UnfitRow[]>`
    UPDATE pipeline_task t
       SET unfit_since = CASE WHEN ${IS_PAUSED} OR EXISTS (SELECT 1 FROM worker w WHERE ${FITS}) THEN NULL
                              ELSE coalesce(t.unfit_since, now()) END
     WHERE (t.run_id, t.name) IN (
       SELECT q.run_id, q.name FROM pipeline_task q
        WHERE q.status = 'queued' AND q.is_demanding AND q.demands <> '{}'
          FOR UPDATE SKIP LOCKED)
    RETURNING t.run_id, t.name, t.node, (extract(epoch FROM now() - t.unfit_since) * 1000)::float AS unfit_ms`
  return rows.flatMap(({ run_id, name, node, unfit_ms }) =>
    unfit_ms !== null && unfit_ms >= forMs ? [{ runId: run_id, name, node, unfitMs: unfit_ms }] : [],
  )
}
