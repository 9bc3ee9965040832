import type { Prisma } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'

const INCLUDE = { tasks: { orderBy: { id: 'asc' } }, video: true } satisfies Prisma.PipelineRunInclude

/** A run with all its tasks, in the order of its definition, and its video. */
export type RunRow = Prisma.PipelineRunGetPayload<{ include: typeof INCLUDE }>
export type TaskRow = RunRow['tasks'][number]

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
