import { Prisma } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import { WORKER_SILENT_MS, type WorkerFacts } from './worker-facts.ts'

/** Rows of `worker w` that beat. */
export const IS_ALIVE = Prisma.sql`w.beat_at > now() - ${WORKER_SILENT_MS} * interval '1 millisecond'`

/**
 * A worker's first word and each beat after it: says that it lives, and what it can do. A row that was forgotten meanwhile is
 * written again, as of one that takes no more tasks where it knows that it `wasDrained`. Answers whether it is to take none.
 */
export async function beatWorker(
  tx: Transaction,
  facts: WorkerFacts,
  wasDrained = false,
): Promise<{ isDraining: boolean }> {
  const [row] = await tx.$queryRaw<{ draining_at: Date | null }[]>`
    INSERT INTO worker (id, host, roles, slots, cores, memory_bytes, encoders, region, version, draining_at)
    VALUES (${facts.id}, ${facts.host}, ${[...facts.roles]}, ${JSON.stringify(facts.slots)}::jsonb, ${facts.cores},
            ${facts.memoryBytes}, ${[...facts.encoders]}, ${facts.region}, ${facts.version},
            CASE WHEN ${wasDrained} THEN now() END)
    ON CONFLICT (id) DO UPDATE SET beat_at = now()
    RETURNING draining_at`
  return { isDraining: row?.draining_at != null }
}

/** A worker's last word: its slots are nobody's from now on. Its row goes with those of the silent, who leave a queue behind too. */
export async function retireWorker(tx: Transaction, id: string): Promise<void> {
  await tx.worker.updateMany({ where: { id }, data: { beatAt: new Date(0) } })
}

/** Removes workers that have been silent for `forMs`; answers their ids. Their tasks are found by their own silence. */
export async function forgetSilentWorkers(tx: Transaction, forMs: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    DELETE FROM worker WHERE beat_at < now() - ${forMs} * interval '1 millisecond' RETURNING id`
  return rows.map(({ id }) => id)
}

/** Tells a worker to finish what it does and take no more; it hears of it within a beat. False where there is no such worker. */
export async function drainWorker(tx: Transaction, id: string): Promise<boolean> {
  const drained = await tx.$executeRaw`
    UPDATE worker SET draining_at = coalesce(draining_at, now()) WHERE id = ${id}`
  return drained === 1
}
