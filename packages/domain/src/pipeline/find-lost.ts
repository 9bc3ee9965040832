import type { TaskType } from '@marquee/media'
import type { Transaction } from '../database/create-database.ts'
import type { Queueing } from './queue-task.ts'

/** Where a walk over tasks stands; starting over when it has met the end. */
export type TaskPosition = { readonly id: bigint }

export interface WaitingTask extends Queueing {
  readonly id: bigint
}

type Row = {
  id: bigint
  run_id: bigint
  name: string
  type: TaskType
  queued_at: Date
  traceparent: string | null
}

const toQueueing = (row: Row): Queueing => ({
  runId: row.run_id,
  name: row.name,
  type: row.type,
  queuedAt: row.queued_at,
  traceparent: row.traceparent,
})

/**
 * Tasks of running runs that have been queued for more than `forMs`, in the order of their ids after `after`:
 * whether the queue still knows them is to be checked.
 */
export async function findLongQueuedTasks(
  tx: Transaction,
  { forMs, limit, after }: { forMs: number; limit: number; after?: TaskPosition | undefined },
): Promise<WaitingTask[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT t.id, t.run_id, t.name, t.type, t.queued_at, r.traceparent
      FROM pipeline_task t JOIN pipeline_run r ON r.id = t.run_id
     WHERE t.status = 'queued' AND t.id > ${after?.id ?? 0n} AND r.status = 'running'
       AND t.queued_at < now() - ${forMs} * interval '1 millisecond'
     ORDER BY t.id LIMIT ${limit}`
  return rows.map((row) => ({ id: row.id, ...toQueueing(row) }))
}

/** A task whose worker says nothing more. */
export interface SilentTask extends Queueing {
  readonly attempt: number
  /** Its worker's last beat. */
  readonly beatAt: Date
}

/** Running tasks whose claim has had no beat for `forMs`, the longest silent first. */
export async function findSilentTasks(
  tx: Transaction,
  { forMs, limit }: { readonly forMs: number; readonly limit: number },
): Promise<SilentTask[]> {
  const rows = await tx.$queryRaw<(Row & { attempt: number; beat_at: Date })[]>`
    SELECT t.id, t.run_id, t.name, t.type, t.queued_at, r.traceparent, t.attempt, t.beat_at
      FROM pipeline_task t JOIN pipeline_run r ON r.id = t.run_id
     WHERE t.status = 'running' AND r.status = 'running'
       AND t.beat_at < now() - ${forMs} * interval '1 millisecond'
     ORDER BY t.beat_at LIMIT ${limit}`
  return rows.map((row) => ({ ...toQueueing(row), attempt: row.attempt, beatAt: row.beat_at }))
}

/** A run, and the trace of the request that asked for it. */
export interface TracedRun {
  readonly runId: bigint
  readonly traceparent: string | null
}

/** Runs with a task that waits though all it needs is settled: the message that should have told so is lost, or on its way. */
export async function findUndispatchedRuns(tx: Transaction, limit: number): Promise<TracedRun[]> {
  const rows = await tx.$queryRaw<{ run_id: bigint; traceparent: string | null }[]>`
    SELECT DISTINCT t.run_id, r.traceparent FROM pipeline_task t JOIN pipeline_run r ON r.id = t.run_id
     WHERE t.status = 'waiting' AND r.status = 'running'
       AND NOT EXISTS (SELECT 1 FROM pipeline_task n WHERE n.run_id = t.run_id AND n.name = ANY (t.needs)
                          AND n.status NOT IN ('succeeded', 'skipped'))
     LIMIT ${limit}`
  return rows.map(({ run_id, traceparent }) => ({ runId: run_id, traceparent }))
}

/** Running runs of videos that were deleted or taken down without their runs being cancelled. */
export async function findOrphanedRuns(tx: Transaction, limit: number): Promise<bigint[]> {
  const runs = await tx.pipelineRun.findMany({
    where: { status: 'running', video: { status: { in: ['deleted', 'taken_down'] } } },
    select: { id: true },
    take: limit,
  })
  return runs.map(({ id }) => id)
}
