import type { Prisma } from '@marquee/schema/prisma'
import type { Database } from '../database/create-database.ts'

const WHOLE = {
  tasks: { where: { item: null }, orderBy: { position: 'asc' } },
  video: true,
} satisfies Prisma.PipelineRunInclude

/** All that is recorded of a run, of its nodes in the order of the plan, and of its video. Null where there is no such run. */
export function readWholeRun(
  database: Database,
  runId: bigint,
): Promise<Prisma.PipelineRunGetPayload<{ include: typeof WHOLE }> | null> {
  return database.pipelineRun.findUnique({ where: { id: runId }, include: WHOLE })
}
