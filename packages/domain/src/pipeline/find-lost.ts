import type { Transaction } from '../database/create-database.ts'
import type { WalkStep } from '../paging/walk-step.ts'
import { TAKEN } from './charge-channel.ts'
import { QUEUEING, type Queueing, type QueueingRow, toQueueing } from './queue-task.ts'
import type { Released } from './release-tasks.ts'

/** Where a walk over tasks stands; starting over when it has met the end. */
export type TaskPosition = Pick<Queueing, 'runId' | 'name'>

/**
 * Tasks of running runs that were released more than `forMs` ago and that nobody has claimed, in the order of runs and names
 * after `after`: whether the queue still knows them is to be checked.
 */
export async function findLongReleasedTasks(
  tx: Transaction,
  { forMs, limit, after }: WalkStep<TaskPosition> & { readonly forMs: number },
): Promise<Released[]> {
  const rows = await tx.$queryRaw<(QueueingRow & { released_at: Date; released_to: string | null })[]>`
    SELECT ${QUEUEING}, t.released_at, t.released_to FROM pipeline_task t JOIN pipeline_run r ON r.id = t.run_id
     WHERE t.status = 'queued' AND (t.run_id, t.name) > (${after?.runId ?? 0n}, ${after?.name ?? ''})
       AND r.status = 'running' AND t.released_at < now() - ${forMs} * interval '1 millisecond'
     ORDER BY t.run_id, t.name LIMIT ${limit}`
  return rows.map((row) => ({ ...toQueueing(row), releasedAt: row.released_at, releasedTo: row.released_to }))
}

/** A task whose worker says nothing more. */
export interface SilentTask extends Queueing {
  readonly videoId: bigint
  readonly attempt: number
  /** Its worker's last beat. */
  readonly beatAt: Date
  /** CPU seconds, estimated. */
  readonly taken: number
}

/** Running tasks whose claim has had no beat for `forMs`, the longest silent first. */
export async function findSilentTasks(
  tx: Transaction,
  { forMs, limit }: { readonly forMs: number; readonly limit: number },
): Promise<SilentTask[]> {
  const rows = await tx.$queryRaw<
    (QueueingRow & { video_id: bigint; attempt: number; beat_at: Date; taken: number })[]
  >`
    SELECT ${QUEUEING}, r.video_id, t.attempt, t.beat_at, ${TAKEN} AS taken
      FROM pipeline_task t JOIN pipeline_run r ON r.id = t.run_id
     WHERE t.status = 'running' AND r.status = 'running'
       AND t.beat_at < now() - ${forMs} * interval '1 millisecond'
     ORDER BY t.beat_at LIMIT ${limit}`
  return rows.map((row) => ({
    ...toQueueing(row),
    videoId: row.video_id,
    attempt: row.attempt,
    beatAt: row.beat_at,
    taken: row.taken,
  }))
}

/** A run, and the trace of the request that asked for it. */
export interface TracedRun {
  readonly runId: bigint
  readonly traceparent: string | null
}

/**
 * Runs without tasks yet, with a node that waits though all it needs is settled, or with nothing that waits or is under way:
 * the message that should have told so is lost, or on its way. In the order of their ids, behind `after`.
 */
export async function findUndispatchedRuns(tx: Transaction, limit: number, after = 0n): Promise<TracedRun[]> {
  const rows = await tx.$queryRaw<{ run_id: bigint; traceparent: string | null }[]>`
    SELECT r.id AS run_id, r.traceparent FROM pipeline_run r
     WHERE r.status = 'running' AND r.id > ${after} AND (r.document IS NULL OR EXISTS (
       SELECT 1 FROM pipeline_task t
        WHERE t.run_id = r.id AND t.status = 'waiting'
          AND NOT EXISTS (SELECT 1 FROM pipeline_task n WHERE n.run_id = t.run_id AND n.name = ANY (t.needs)
                             AND n.status NOT IN ('succeeded', 'skipped', 'failed')))
       OR NOT EXISTS (SELECT 1 FROM pipeline_task t
                       WHERE t.run_id = r.id AND t.status IN ('waiting', 'queued', 'running')))
     ORDER BY r.id LIMIT ${limit}`
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

/**
 * Nodes of running runs that go on, themselves or in some of their pieces, though a piece was given up for good: a program left
 * them so that knew nothing of giving up all of a node.
 */
export async function findHalfGivenUp(
  tx: Transaction,
  limit: number,
): Promise<(TracedRun & { readonly node: string })[]> {
  const rows = await tx.$queryRaw<{ run_id: bigint; node: string; traceparent: string | null }[]>`
    SELECT DISTINCT p.run_id, p.node, r.traceparent FROM pipeline_run r JOIN pipeline_task p ON p.run_id = r.id
     WHERE r.status = 'running' AND p.status = 'failed' AND p.item IS NOT NULL
       AND EXISTS (SELECT 1 FROM pipeline_task o
                    WHERE o.run_id = p.run_id AND o.node = p.node AND o.status IN ('queued', 'running'))
     LIMIT ${limit}`
  return rows.map(({ run_id, node, traceparent }) => ({ runId: run_id, node, traceparent }))
}
