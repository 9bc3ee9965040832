import type { Transaction } from '../database/create-database.ts'
import { cancelTasks } from './cancel-tasks.ts'
import { findTask } from './find-run.ts'
import {
  FIRST_PRIORITY,
  LONGEST_COST,
  QUEUEING,
  type Queueing,
  type QueueingRow,
  toQueueing,
} from './queue-task.ts'

/**
 * waiting → running for a node that is done in pieces, one for each item of a list, and a queued row for each; the
 * first go first. Answers the pieces, of whoever was first; nothing to all others. A node of no items has succeeded.
 */
export async function spreadNode(
  tx: Transaction,
  runId: bigint,
  { node, items }: { readonly node: string; readonly items: number },
): Promise<Queueing[]> {
  const rows = await tx.$queryRaw<QueueingRow[]>`
    WITH spread AS (
      UPDATE pipeline_task t
         SET status = (CASE WHEN ${items} = 0 THEN 'succeeded' ELSE 'running' END)::task_status,
             fraction = (CASE WHEN ${items} = 0 THEN 1 ELSE 0 END), started_at = now(),
             ended_at = CASE WHEN ${items} = 0 THEN now() END
        FROM pipeline_run r
       WHERE t.run_id = ${runId} AND t.name = ${node} AND t.status = 'waiting'
         AND r.id = t.run_id AND r.status = 'running'
      RETURNING t.*, r.traceparent),
    pieces AS (
      INSERT INTO pipeline_task (run_id, name, node, item, position, type, inputs, outputs, kinds, needs, options,
                                 essential, resource, priority, cost, channel_id, demands, is_demanding, status, queued_at, turn_at)
      SELECT s.run_id, s.name || '.' || n.item, s.name, n.item, s.position, s.type, s.inputs, s.outputs, s.kinds, s.needs,
             s.options, s.essential, s.resource, CASE WHEN n.item = 0 THEN least(s.priority, ${FIRST_PRIORITY}) ELSE s.priority END,
             s.cost / ${items}, s.channel_id, s.demands, s.is_demanding, 'queued',
             clock_timestamp(), clock_timestamp() + least(s.cost, ${LONGEST_COST}) * interval '1 second' +
             n.item * interval '1 millisecond'
        FROM spread s, generate_series(0, ${items - 1}) AS n (item)
      RETURNING *)
    SELECT ${QUEUEING} FROM pieces t JOIN spread r ON r.run_id = t.run_id ORDER BY t.item`
  return rows.map(toQueueing)
}

/** running → succeeded for a node whose pieces all have; false where some have not. Call it under the run's lock. */
export async function joinPieces(tx: Transaction, runId: bigint, node: string): Promise<boolean> {
  const joined = await tx.$executeRaw`
    UPDATE pipeline_task t SET status = 'succeeded', fraction = 1, ended_at = now()
     WHERE t.run_id = ${runId} AND t.name = ${node} AND t.item IS NULL AND t.status = 'running'
       AND EXISTS (SELECT 1 FROM pipeline_task p WHERE p.run_id = t.run_id AND p.node = t.name AND p.item IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM pipeline_task p
                        WHERE p.run_id = t.run_id AND p.node = t.name AND p.item IS NOT NULL
                          AND p.status <> 'succeeded')`
  return joined === 1
}

/**
 * running → failed for a node, as the first of its pieces that was given up; those that are queued or run are cancelled, and
 * whoever does one notices with its next beat. Nothing where none was given up. Call it under the run's lock.
 */
export async function giveUpNode(tx: Transaction, runId: bigint, node: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE pipeline_task t SET status = 'failed', ended_at = now(), error_code = p.error_code, error_detail = p.error_detail
      FROM (SELECT error_code, error_detail FROM pipeline_task
             WHERE run_id = ${runId} AND node = ${node} AND item IS NOT NULL AND status = 'failed'
             ORDER BY ended_at, item LIMIT 1) p
     WHERE t.run_id = ${runId} AND t.name = ${node} AND t.item IS NULL AND t.status = 'running'`
  const givenUp = await findTask(tx, { runId, name: node })
  if (givenUp?.status === 'failed') await cancelTasks(tx, { runId, node })
}
