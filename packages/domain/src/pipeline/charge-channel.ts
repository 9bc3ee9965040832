import type { ResourceClass } from '@marquee/media'
import { Prisma } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'

/** Seconds in which what a channel has consumed fades to a third. */
const FADES_S = 600
/** Seconds after which nothing is left that matters (e⁻³⁰): exp() of a week is less than a double can hold, which PostgreSQL refuses. */
const FADED_S = 30 * FADES_S

/** CPU seconds, estimated, below which usage is forgotten. */
const NEGLIGIBLE = 0.5

/** What is left at the moment `at` of `channel_usage u`. A clock that was set back lets nothing grow. */
export const fadedUsage = (at: Prisma.Sql) => Prisma.sql`
  u.consumed * exp(-least(greatest(extract(epoch FROM ${at} - u.at), 0), ${FADED_S}) / ${FADES_S})`

/** The end of an INSERT INTO channel_usage AS u: what stands there has faded meanwhile. */
export const ADDED_TO_USAGE = Prisma.sql`
  ON CONFLICT (channel_id, resource) DO UPDATE
     SET consumed = excluded.consumed + ${fadedUsage(Prisma.sql`excluded.at`)},
         at = excluded.at`

/**
 * CPU seconds that an attempt of `pipeline_task` under way has taken: of what it was estimated to cost the part that it says is done,
 * and at least one for each second that it ran.
 */
export const TAKEN = Prisma.sql`
  least(cost, greatest(cost * fraction, extract(epoch FROM now() - started_at)::float8))`

/**
 * Puts what a settled attempt was estimated to cost, or what one that never settles has `taken`, to its channel's account, which its
 * next turns wait for; answers the class that it was charged in. What was under way when it was cancelled is charged in
 * cancel-tasks.ts. Call it late in a transaction: all tasks of a channel meet there.
 */
export async function chargeChannel(
  tx: Transaction,
  task: { readonly runId: bigint; readonly name: string },
  taken: number | null = null,
): Promise<ResourceClass | null> {
  const [row] = await tx.$queryRaw<{ resource: ResourceClass }[]>`
    INSERT INTO channel_usage AS u (channel_id, resource, consumed, at)
    SELECT channel_id, resource, coalesce(${taken}::float8, cost), now() FROM pipeline_task WHERE run_id = ${task.runId} AND name = ${task.name}
    ${ADDED_TO_USAGE} RETURNING resource`
  return row?.resource ?? null
}

/**
 * Removes accounts that have faded to nothing. One that somebody holds is passed over, and nobody waited for: who charges several
 * accounts takes them in another order.
 */
export async function forgetFadedUsage(tx: Transaction): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM channel_usage WHERE (channel_id, resource) IN (
      SELECT u.channel_id, u.resource FROM channel_usage u
       WHERE u.at < now() - 2 * ${FADES_S} * interval '1 second'
         AND ${fadedUsage(Prisma.sql`now()`)} < ${NEGLIGIBLE} FOR UPDATE SKIP LOCKED)`
}
