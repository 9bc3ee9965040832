import type { Transaction } from '../database/create-database.ts'
import type { WalkStep } from '../paging/walk-step.ts'

/** Runs that ended more than `forMs` ago and whose temporary objects are still there, in the order of ids, behind `after`. */
export async function findUncleanRuns(
  tx: Transaction,
  { forMs, limit, after = 0n }: WalkStep & { readonly forMs: number },
): Promise<bigint[]> {
  const runs = await tx.pipelineRun.findMany({
    where: { id: { gt: after }, cleanedAt: null, endedAt: { lte: new Date(Date.now() - forMs) } },
    select: { id: true },
    orderBy: { id: 'asc' },
    take: limit,
  })
  return runs.map(({ id }) => id)
}

export async function markRunCleaned(tx: Transaction, runId: bigint): Promise<void> {
  await tx.pipelineRun.updateMany({
    where: { id: runId, cleanedAt: null, status: { not: 'running' } },
    data: { cleanedAt: new Date() },
  })
}
