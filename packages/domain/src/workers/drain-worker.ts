import type { Transaction } from '../database/create-database.ts'

/** Tells a worker to finish what it does and take no more; it hears of it within a beat. False where there is no such worker. */
export async function drainWorker(tx: Transaction, id: string): Promise<boolean> {
  const drained = await tx.$executeRaw`
    UPDATE worker SET draining_at = coalesce(draining_at, now()) WHERE id = ${id}`
  return drained === 1
}
