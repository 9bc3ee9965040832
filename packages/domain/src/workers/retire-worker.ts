import type { Transaction } from '../database/create-database.ts'

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
