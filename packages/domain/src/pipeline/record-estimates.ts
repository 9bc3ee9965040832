import { isDeepStrictEqual } from 'node:util'
import type { Demands } from '@marquee/media'
import type { Prisma } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import type { RunRow, TaskRow } from './find-run.ts'

/** What is known of a task before it runs, once its source is. */
export interface Estimate {
  /** CPU seconds. */
  readonly cost: number
  readonly demands: Demands
}

/** Puts estimates into the rows of tasks, by their names, where something else stands there. */
export async function recordEstimates(
  tx: Transaction,
  {
    id,
    tasks,
  }: Pick<RunRow, 'id'> & { readonly tasks: readonly Pick<TaskRow, 'name' | 'cost' | 'demands'>[] },
  estimates: ReadonlyMap<string, Estimate>,
): Promise<void> {
  for (const { name, cost, demands } of tasks) {
    const found = estimates.get(name)
    if (!found || (found.cost === cost && isDeepStrictEqual(found.demands, demands))) continue
    await tx.pipelineTask.updateMany({
      where: { runId: id, name },
      data: {
        cost: found.cost,
        demands: found.demands as Prisma.InputJsonObject,
        isDemanding: Object.keys(found.demands).length > 0,
      },
    })
  }
}
