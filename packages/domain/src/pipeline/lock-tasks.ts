import { Prisma } from '@marquee/schema/prisma'

/**
 * Where `(run_id, name)` is one of a run's tasks that are meant, held in the order of their names: whoever changes several in one
 * statement would else wait for another who does, in a circle.
 * @param isMeant of `pipeline_task l`
 */
export const heldInOrder = (runId: bigint, isMeant: Prisma.Sql): Prisma.Sql => Prisma.sql`
  (SELECT l.run_id, l.name FROM pipeline_task l WHERE l.run_id = ${runId} AND ${isMeant} ORDER BY l.name FOR UPDATE)`
