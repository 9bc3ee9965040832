import { Prisma } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import { ADDED_TO_USAGE, TAKEN } from './charge-channel.ts'
import { heldInOrder } from './lock-tasks.ts'

/** All tasks of a run, or the pieces of one of its nodes. */
interface Unsettled {
  readonly runId: bigint
  readonly node?: string
}

/**
 * → cancelled for what has not settled; whoever does one notices with its next beat. Nobody will settle the attempts under way, so
 * that their channel is charged here for what each has taken.
 */
export async function cancelTasks(tx: Transaction, { runId, node }: Unsettled): Promise<void> {
  const isMeant = node === undefined ? Prisma.sql`true` : Prisma.sql`l.node = ${node} AND l.item IS NOT NULL`
  // Two that charge several classes each would wait for each other's accounts.
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtext('usage ' || channel_id::text)) FROM pipeline_task WHERE run_id = ${runId} LIMIT 1`
  await tx.$executeRaw`
    WITH cancelled AS (
      UPDATE pipeline_task SET status = 'cancelled', ended_at = now()
       WHERE (run_id, name) IN ${heldInOrder(runId, isMeant)} AND status IN ('waiting', 'queued', 'running')
      RETURNING channel_id, resource, beat_at, ${TAKEN} AS taken)
    INSERT INTO channel_usage AS u (channel_id, resource, consumed, at)
    SELECT channel_id, resource, sum(taken), now() FROM cancelled WHERE beat_at IS NOT NULL
     GROUP BY channel_id, resource ${ADDED_TO_USAGE}`
}
