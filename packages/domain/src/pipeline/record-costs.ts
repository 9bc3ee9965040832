import type { Transaction } from '../database/create-database.ts'
import type { RunRow } from './find-run.ts'

/** Puts what tasks are estimated to cost, in CPU seconds by name, into their rows, where something else stands there. */
export async function recordCosts(
  tx: Transaction,
  { id, tasks }: Pick<RunRow, 'id' | 'tasks'>,
  costs: ReadonlyMap<string, number>,
): Promise<void> {
  for (const { name, cost } of tasks) {
    const estimated = costs.get(name)
    if (estimated === undefined || estimated === cost) continue
    await tx.pipelineTask.updateMany({ where: { runId: id, name }, data: { cost: estimated } })
  }
}
