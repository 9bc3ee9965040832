import { isDeepStrictEqual } from 'node:util'
import type { Demands } from '@marquee/media'
import { Prisma } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import type { NodeRow, RunRow } from './find-run.ts'
import { heldInOrder } from './lock-tasks.ts'

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
  }: Pick<RunRow, 'id'> & { readonly tasks: readonly Pick<NodeRow, 'name' | 'cost' | 'demands'>[] },
  estimates: ReadonlyMap<string, Estimate>,
): Promise<void> {
  const changed = tasks.flatMap(({ name, cost, demands }) => {
    const found = estimates.get(name)
    return !found || (found.cost === cost && isDeepStrictEqual(found.demands, demands))
      ? []
      : [{ name, ...found }]
  })
  if (changed.length === 0) return
  await tx.$executeRaw`
    UPDATE pipeline_task t
       SET cost = e.cost,
           demands = CASE WHEN t.released_at IS NULL THEN e.demands ELSE t.demands END,
           is_demanding = CASE WHEN t.released_at IS NULL THEN e.demands <> '{}' OR t.failed_on <> '{}' ELSE t.is_demanding END,
           unfit_since = CASE WHEN t.released_at IS NULL AND t.demands <> e.demands THEN NULL ELSE t.unfit_since END
      FROM jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) AS e (name text, cost float8, demands jsonb)
     WHERE t.run_id = ${id} AND t.name = e.name
       AND (t.run_id, t.name) IN ${heldInOrder(id, Prisma.sql`l.name = ANY (${changed.map(({ name }) => name)})`)}`
}
