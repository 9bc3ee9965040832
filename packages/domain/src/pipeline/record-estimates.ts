import { isDeepStrictEqual } from 'node:util'
import type { Demands } from '@marquee/media'
import type { Transaction } from '../database/create-database.ts'
import type { RunRow, TaskRow } from './find-run.ts'

/** What is known of a task before it runs, once its source is. */
export interface Estimate {
  /** CPU seconds. */
  readonly cost: number
  readonly demands: Demands
}

/**
 * Puts estimates into the rows of tasks, by their names, where something else stands there. What a task demands is changed only
 * until it is released: afterwards it is on its way to a worker that was chosen for what stands there.
 */
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
    await tx.$executeRaw`
      UPDATE pipeline_task
         SET cost = ${found.cost},
             demands = CASE WHEN released_at IS NULL THEN ${JSON.stringify(found.demands)}::jsonb ELSE demands END,
             is_demanding = CASE WHEN released_at IS NULL THEN ${Object.keys(found.demands).length > 0} ELSE is_demanding END
       WHERE run_id = ${id} AND name = ${name}`
  }
}
