import type { Transaction } from '../database/create-database.ts'
import type { WorkerFacts } from './worker-facts.ts'

/**
 * A worker's first word and each beat after it: says that it lives, and what it can do. A row that was forgotten meanwhile is
 * written again. Answers whether it has been told to take no more tasks.
 */
export async function beatWorker(tx: Transaction, facts: WorkerFacts): Promise<{ isDraining: boolean }> {
  const [row] = await tx.$queryRaw<{ draining_at: Date | null }[]>`
    INSERT INTO worker (id, host, roles, slots, cores, memory_bytes, encoders, region, version)
    VALUES (${facts.id}, ${facts.host}, ${[...facts.roles]}, ${JSON.stringify(facts.slots)}::jsonb, ${facts.cores},
            ${facts.memoryBytes}, ${[...facts.encoders]}, ${facts.region}, ${facts.version})
    ON CONFLICT (id) DO UPDATE SET beat_at = now()
    RETURNING draining_at`
  return { isDraining: row?.draining_at != null }
}
