import type { GrowingStream, ResourceClass, SourceReport } from '@marquee/media'
import type { Prisma } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'

type Run = Prisma.PipelineRunGetPayload<object>
export type TaskRow = Omit<Prisma.PipelineTaskGetPayload<object>, 'output'>

/** A run and what of its nodes says how it goes on, in the order of its plan; pieces are left out, of which there may be thousands. */
export type RunRow = Run & { readonly tasks: readonly NodeRow[] }

/** A run with its video, whose row its holder alone changes. */
export type LockedRun = Prisma.PipelineRunGetPayload<{ include: typeof WITH_VIDEO }>

/** Of what it has made, that which the plan is made from. The rest is for the tasks that read it: of twelve hours a megabyte. */
export interface NodeRow extends Pick<TaskRow, 'name' | 'status' | 'outputs' | 'kinds' | 'cost' | 'demands'> {
  // Written by beginRun from the catalogue.
  readonly resource: ResourceClass
  // Written by settle-task from a parsed result.
  readonly output: { readonly facts: SourceReport | null; readonly stream: GrowingStream | null }
}

const WITH_VIDEO = { video: true } satisfies Prisma.PipelineRunInclude

/** A node or a piece by its name. */
export async function findTask(
  tx: Transaction,
  { runId, name }: { readonly runId: bigint; readonly name: string },
): Promise<TaskRow | null> {
  return tx.pipelineTask.findUnique({ where: { runId_name: { runId, name } }, omit: { output: true } })
}

/** Null where there is no such run. */
export async function findRun(tx: Transaction, runId: bigint): Promise<RunRow | null> {
  const run = await tx.pipelineRun.findUnique({ where: { id: runId } })
  return run && { ...run, tasks: await findNodes(tx, runId) }
}

/** None where the run has not begun. */
export async function findNodes(tx: Transaction, runId: bigint): Promise<NodeRow[]> {
  return tx.$queryRaw`
    SELECT name, status::text, outputs, kinds, cost, demands, resource,
           jsonb_build_object('facts', CASE WHEN 'facts' = ANY (kinds) THEN output -> 'facts' END,
                              'stream', CASE WHEN 'stream' = ANY (kinds) THEN output -> 'stream' END) AS output
      FROM pipeline_task WHERE run_id = ${runId} AND item IS NULL ORDER BY position`
}

/** How many items are in a list that a node has made: an artefact with one field that is an array of them. 0 where none was made. */
export async function countItems(tx: Transaction, runId: bigint, list: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ artefact: object | null }[]>`
    SELECT t.output -> made.kind AS artefact FROM pipeline_task t, unnest(t.outputs, t.kinds) AS made (name, kind)
     WHERE t.run_id = ${runId} AND t.item IS NULL AND t.status = 'succeeded' AND made.name = ${list}`
  return Object.values(row?.artefact ?? {}).find(Array.isArray)?.length ?? 0
}

/**
 * Holds the run's row until the transaction ends: whoever settles a task or ends a run does so one after another. Locks are
 * taken in the order run, tasks, video, so that none waits in a circle. Null where there is no such run.
 */
export async function lockRun(tx: Transaction, runId: bigint): Promise<LockedRun | null> {
  await tx.$queryRaw`SELECT id FROM pipeline_run WHERE id = ${runId} FOR UPDATE`
  return tx.pipelineRun.findUnique({ where: { id: runId }, include: WITH_VIDEO })
}
