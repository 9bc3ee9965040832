import type { Transaction } from '../database/create-database.ts'
import type { WorkerFacts } from './worker-facts.ts'

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
