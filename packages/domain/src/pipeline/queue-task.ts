import type { ResourceClass } from '@marquee/media'
import { Prisma } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import { type AttemptFailure, addUsage } from './add-usage.ts'
import { heldInOrder } from './lock-tasks.ts'
import { storableText } from './storable-text.ts'

/** One queueing of a task; `queuedAt` is its name, for jobs and claims alike. */
export interface Queueing {
  readonly runId: bigint
  readonly name: string
  readonly resource: ResourceClass
  /** 1 goes first. */
  readonly priority: number
  readonly queuedAt: Date
  /** Of its run. */
  readonly traceparent: string | null
}

/** Of what stands between an upload and its first frame: the first piece of anything does. */
export const FIRST_PRIORITY = 1

/** Columns of a {@link Queueing}, of `pipeline_task t` and `pipeline_run r`. One whose age has let it go first goes first in its queue too. */
export const QUEUEING = Prisma.sql`
  t.run_id, t.name, t.resource, CASE WHEN t.by_age THEN ${FIRST_PRIORITY} ELSE t.priority END AS priority, t.queued_at, r.traceparent`

/** What `pipeline_task t` is set to that waits for its next release. */
export const UNRELEASED = Prisma.sql`released_at = NULL, released_to = NULL, by_age = false`

export type QueueingRow = {
  run_id: bigint
  name: string
  resource: ResourceClass
  priority: number
  queued_at: Date
  traceparent: string | null
}

export const toQueueing = (row: QueueingRow): Queueing => ({
  runId: row.run_id,
  name: row.name,
  resource: row.resource,
  priority: row.priority,
  queuedAt: row.queued_at,
  traceparent: row.traceparent,
})

/**
 * CPU seconds of its node by which a task's turn comes later than it was queued: the short before the long, but nothing by more
 * than this.
 */
export const LONGEST_COST = 600

/** waiting → queued, each for one of however many dispatchers ask at once: the others are not told of it. */
export async function queueTasks(
  tx: Transaction,
  runId: bigint,
  names: readonly string[],
): Promise<Queueing[]> {
  if (names.length === 0) return []
  const rows = await tx.$queryRaw<QueueingRow[]>`
    UPDATE pipeline_task t SET status = 'queued', queued_at = clock_timestamp(),
           turn_at = clock_timestamp() + least(t.cost, ${LONGEST_COST}) * interval '1 second'
      FROM pipeline_run r
     WHERE (t.run_id, t.name) IN ${heldInOrder(runId, Prisma.sql`l.name = ANY (${names})`)} AND t.status = 'waiting'
       AND r.id = t.run_id AND r.status = 'running'
    RETURNING ${QUEUEING}`
  return rows.map(toQueueing)
}

/** waiting → skipped: their conditions do not hold for this source. */
export async function skipTasks(tx: Transaction, runId: bigint, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  await tx.$executeRaw`
    UPDATE pipeline_task t SET status = 'skipped', fraction = 1, ended_at = now()
      FROM pipeline_run r
     WHERE (t.run_id, t.name) IN ${heldInOrder(runId, Prisma.sql`l.name = ANY (${names})`)} AND t.status = 'waiting'
       AND r.id = t.run_id AND r.status = 'running'`
}

/**
 * running → queued, under a new name: its attempt failed and is worth another, `delayMs` (milliseconds) from now, or its worker has
 * gone silent. With `elsewhere` this worker is remembered as one that has failed at it. It keeps its place among what its channel has
 * queued. The attempt that was seen must still be the current one, and where a beat was seen, the last; null where it is not.
 */
export async function requeueTask(
  tx: Transaction,
  task: { readonly runId: bigint; readonly name: string; readonly attempt: number; readonly beatAt?: Date },
  failure: AttemptFailure,
  { delayMs = 0, elsewhere = false }: { readonly delayMs?: number; readonly elsewhere?: boolean } = {},
): Promise<Queueing | null> {
  const rows = await tx.$queryRaw<QueueingRow[]>`
    UPDATE pipeline_task t
       SET status = 'queued', queued_at = clock_timestamp(), fraction = 0, worker = NULL, beat_at = NULL,
           due_at = clock_timestamp() + ${delayMs} * interval '1 millisecond', ${UNRELEASED},
           failed_on = CASE WHEN ${elsewhere}
                THEN ARRAY(SELECT DISTINCT unnest(array_append(t.failed_on, t.worker)) ORDER BY 1) ELSE t.failed_on END,
           is_demanding = t.is_demanding OR ${elsewhere}, losses = t.losses + ${failure.code === 'WORKER_LOST' ? 1 : 0},
           error_code = ${failure.code}, error_detail = ${storableText(failure.detail)},
           ${addUsage(failure)}
      FROM pipeline_run r
     WHERE t.run_id = ${task.runId} AND t.name = ${task.name}
       AND t.status = 'running' AND t.attempt = ${task.attempt}
       AND t.beat_at IS NOT DISTINCT FROM coalesce(${task.beatAt ?? null}::timestamptz, t.beat_at)
       AND r.id = t.run_id AND r.status = 'running'
    RETURNING ${QUEUEING}`
  return rows.map(toQueueing)[0] ?? null
}

/**
 * Lets any worker do what waits for another than those that have failed at it, and has been due for `forMs`, or for twice as long as
 * its work takes a processor, where that is longer, but no longer than twice LONGEST_COST: that one may never come to it, but mostly
 * does work of the same length. The next release takes it out of the queue where it waited.
 */
export async function forgetFailures(tx: Transaction, forMs: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE pipeline_task SET failed_on = '{}' WHERE (run_id, name) IN (
      SELECT run_id, name FROM pipeline_task
       WHERE status = 'queued' AND is_demanding AND failed_on <> '{}'
         AND due_at < now() - greatest(${forMs} * interval '1 millisecond', 2 * least(cost, ${LONGEST_COST}) * interval '1 second')
         FOR UPDATE SKIP LOCKED)`
}
