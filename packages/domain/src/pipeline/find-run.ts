import type { Prisma } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'

const INCLUDE = {
  tasks: { where: { item: null }, orderBy: { position: 'asc' } },
  video: true,
} satisfies Prisma.PipelineRunInclude

/** A run with its nodes, in the order of its plan, and its video; pieces are left out, of which there may be thousands. */
export type RunRow = Prisma.PipelineRunGetPayload<{ include: typeof INCLUDE }>
export type TaskRow = RunRow['tasks'][number]

/** A node or a piece by its name. */
export async function findTask(
  tx: Transaction,
  { runId, name }: { readonly runId: bigint; readonly name: string },
): Promise<TaskRow | null> {
  return tx.pipelineTask.findUnique({ where: { runId_name: { runId, name } } })
}

/** Null where there is no such run. */
export async function findRun(tx: Transaction, runId: bigint): Promise<RunRow | null> {
  return tx.pipelineRun.findUnique({ where: { id: runId }, include: INCLUDE })
}

/**
 * As {@link findRun}, holding the run's row until the transaction ends: whoever settles a task or ends a run
 * does so one after another. Locks are taken in the order run, tasks, video, so that none waits in a circle.
 */
export async function lockRun(tx: Transaction, runId: bigint): Promise<RunRow | null> {
  await tx.$queryRaw`SELECT id FROM pipeline_run WHERE id = ${runId} FOR UPDATE`
  return findRun(tx, runId)
}
