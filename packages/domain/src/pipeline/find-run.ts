import type { GrowingStream, SourceReport } from '@marquee/media'
import type { Prisma } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'

const INCLUDE = {
  tasks: { where: { item: null }, orderBy: { position: 'asc' }, omit: { output: true } },
  video: true,
} satisfies Prisma.PipelineRunInclude

type FoundRun = Prisma.PipelineRunGetPayload<{ include: typeof INCLUDE }>
export type TaskRow = FoundRun['tasks'][number]

/**
 * A node with what of its output says how the run goes on. The rest is for the tasks that read it: of twelve hours a megabyte, half of
 * the 35 ms in which each of 2,160 chunks was settled.
 */
export type NodeRow = TaskRow & {
  // Written by settle-task from a parsed result.
  readonly output: { readonly facts?: SourceReport; readonly stream?: GrowingStream }
}

type MadeRow = { name: string; facts: SourceReport | null; stream: GrowingStream | null }

/** A run with its nodes, in the order of its plan, and its video; pieces are left out, of which there may be thousands. */
export type RunRow = Omit<FoundRun, 'tasks'> & { readonly tasks: readonly NodeRow[] }

/** A node or a piece by its name. */
export async function findTask(
  tx: Transaction,
  { runId, name }: { readonly runId: bigint; readonly name: string },
): Promise<TaskRow | null> {
  return tx.pipelineTask.findUnique({ where: { runId_name: { runId, name } }, omit: { output: true } })
}

/** Null where there is no such run. */
export async function findRun(tx: Transaction, runId: bigint): Promise<RunRow | null> {
  const run = await tx.pipelineRun.findUnique({ where: { id: runId }, include: INCLUDE })
  if (!run) return null
  const rows = await tx.$queryRaw<MadeRow[]>`
    SELECT name, output -> 'facts' AS facts, output -> 'stream' AS stream FROM pipeline_task
     WHERE run_id = ${runId} AND item IS NULL AND kinds && ARRAY['facts', 'stream']`
  const outputs = new Map(
    rows.map(({ name, facts, stream }) => [name, { ...(facts && { facts }), ...(stream && { stream }) }]),
  )
  return { ...run, tasks: run.tasks.map((task) => ({ ...task, output: outputs.get(task.name) ?? {} })) }
}

/** How many items are in a list that a node has made: an artefact with one field that is an array of them. 0 where none was made. */
export async function countItems(tx: Transaction, runId: bigint, list: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ artefact: object | null }[]>`
    SELECT t.output -> made.kind AS artefact FROM pipeline_task t, unnest(t.outputs, t.kinds) AS made (name, kind)
     WHERE t.run_id = ${runId} AND t.item IS NULL AND t.status = 'succeeded' AND made.name = ${list}`
  return Object.values(row?.artefact ?? {}).find(Array.isArray)?.length ?? 0
}

/**
 * As {@link findRun}, holding the run's row until the transaction ends: whoever settles a task or ends a run
 * does so one after another. Locks are taken in the order run, tasks, video, so that none waits in a circle.
 */
export async function lockRun(tx: Transaction, runId: bigint): Promise<RunRow | null> {
  await tx.$queryRaw`SELECT id FROM pipeline_run WHERE id = ${runId} FOR UPDATE`
  return findRun(tx, runId)
}
