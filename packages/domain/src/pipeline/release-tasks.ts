import type { ResourceClass } from '@marquee/media'
import type { Database } from '../database/create-database.ts'
import { TAKES_TASKS } from '../workers/index.ts'
import { IS_RARE, rareDemands } from './fitting-workers.ts'
import { matchDemanding } from './match-demanding.ts'
import { QUEUEING, type Queueing, type QueueingRow, toQueueing, UNRELEASED } from './queue-task.ts'
import { HEADROOM, IS_AGED, IS_DUE, mayAgedGo, usedByChannels, waitingChannels } from './take-turns.ts'

/** A queueing that was given a place in the queue. */
export interface Released extends Queueing {
  readonly releasedAt: Date
  /** The worker whose own queue it goes to; null where any of its class will do. */
  readonly releasedTo: string | null
}

export interface Releases {
  /** To be added to the queue, in this order: of one priority it is first come, first served there. */
  readonly released: readonly Released[]
  /** To be taken out of it again: others have come who go first. */
  readonly withdrawn: readonly Released[]
}

type ReleaseRow = QueueingRow & { released_at: Date; is_withdrawn: boolean }

/**
 * Decides who is next of a class: makes what is in its queue the best of what is ready, as many as living workers have free
 * slots, and one more for each slot. Nothing where the class is paused; at least one where no worker is known.
 *
 * Who goes first, in this order:
 * 1. one task that was due more than ten minutes ago, so that nothing starves: each slot does so once in eight minutes;
 * 2. the smaller priority: what stands between an upload and its first frame, the first piece of anything among it;
 * 3. the channel with the smaller share: the estimated CPU seconds of what it has running, of what it consumed of late
 *    (fading to a third in ten minutes), and of what of its own goes before, to a second;
 * 4. the earlier turn: when it was queued, plus a second for each CPU second of its node, at most ten minutes.
 *
 * A task that demands what some worker lacks goes to the own queue of one that has it, in the same order (match-demanding.ts).
 *
 * One transaction under a lock of the class: of however many that decide at once, each sees what the one before has done. A
 * task that somebody claims or settles at the same moment is passed over, and waited for by nobody.
 */
export async function releaseTasks(database: Database, resource: ResourceClass): Promise<Releases> {
  const { mayChange, demands } = await lookAround(database, resource)
  if (!mayChange) return { released: [], withdrawn: [] }
  const rows = await database.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`release ${resource}`}))`
    const matched = demands ? await matchDemanding(tx, resource) : []
    const next = await tx.$queryRaw<ReleaseRow[]>`
    WITH RECURSIVE ${rareDemands(resource)},
    live AS (
      SELECT w.id, (w.slots ->> ${resource})::int AS slots FROM worker w
       WHERE ${TAKES_TASKS} AND w.slots ->> ${resource} IS NOT NULL),
    running AS (
      SELECT t.channel_id, t.worker, t.cost FROM pipeline_task t
       WHERE t.status = 'running' AND t.resource = ${resource} AND t.beat_at IS NOT NULL),
    class AS (
      SELECT coalesce((SELECT sum(slots) FROM live), 0)::int AS slots,
             (SELECT count(*) FROM running WHERE worker IN (SELECT id FROM live))::int AS running,
             (SELECT paused_at FROM task_class WHERE resource = ${resource}) AS paused_at),
    place AS (
      SELECT CASE WHEN paused_at IS NOT NULL THEN 0
                  ELSE greatest(1, slots + slots * ${HEADROOM} - running) END AS places FROM class),
    outstanding AS (
      SELECT t.run_id, t.name, t.by_age FROM pipeline_task t
       WHERE t.status = 'queued' AND t.resource = ${resource} AND t.released_at IS NOT NULL AND t.released_to IS NULL),
    aged AS (
      SELECT t.run_id, t.name FROM pipeline_task t
       WHERE t.status = 'queued' AND t.resource = ${resource} AND ${IS_DUE} AND ${IS_AGED} AND NOT ${IS_RARE}
         AND ${mayAgedGo(resource)}
       ORDER BY t.turn_at LIMIT 1),
    jumper AS (
      SELECT j.run_id, j.name FROM (
        SELECT run_id, name FROM aged UNION ALL SELECT run_id, name FROM outstanding WHERE by_age) j
       LIMIT (SELECT places FROM place)),
    ${waitingChannels(resource)},
    ${usedByChannels(resource)},
    candidate AS (
      SELECT n.run_id, n.name, n.priority, n.turn_at, used.cost + coalesce(sum(n.cost) OVER (
               PARTITION BY n.channel_id ORDER BY n.priority, n.turn_at, n.run_id, n.name
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS share
        FROM used CROSS JOIN LATERAL (
          SELECT t.run_id, t.name, t.channel_id, t.priority, t.turn_at, t.cost FROM pipeline_task t
           WHERE t.status = 'queued' AND t.resource = ${resource} AND t.channel_id = used.channel_id
             AND NOT ${IS_RARE} AND ${IS_DUE}
           ORDER BY t.priority, t.turn_at, t.run_id, t.name LIMIT (SELECT places FROM place)) n),
    wanted AS (
      SELECT run_id, name, true AS by_age, 0 AS rank FROM jumper
      UNION ALL
      (SELECT run_id, name, false, row_number() OVER (ORDER BY priority, round(share), turn_at, run_id, name)
         FROM candidate c
        WHERE NOT EXISTS (SELECT 1 FROM jumper j WHERE j.run_id = c.run_id AND j.name = c.name)
        ORDER BY 4 LIMIT (SELECT greatest(0, places - (SELECT count(*) FROM jumper)) FROM place))),
    taken AS (
      SELECT t.run_id, t.name, w.by_age, w.rank FROM wanted w JOIN pipeline_task t USING (run_id, name)
       WHERE t.status = 'queued' AND t.released_at IS NULL FOR UPDATE OF t SKIP LOCKED),
    released AS (
      UPDATE pipeline_task t SET released_at = clock_timestamp(), by_age = n.by_age FROM taken n
       WHERE t.run_id = n.run_id AND t.name = n.name
      RETURNING t.run_id, t.name, t.resource, t.priority, t.queued_at, t.released_at, t.by_age, false AS is_withdrawn,
                n.rank),
    left_behind AS (
      SELECT t.run_id, t.name, t.released_at FROM outstanding o JOIN pipeline_task t USING (run_id, name)
       WHERE t.status = 'queued'
         AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.run_id = o.run_id AND w.name = o.name)
         FOR UPDATE OF t SKIP LOCKED),
    withdrawn AS (
      UPDATE pipeline_task t SET ${UNRELEASED} FROM left_behind b
       WHERE t.run_id = b.run_id AND t.name = b.name
      RETURNING t.run_id, t.name, t.resource, t.priority, t.queued_at, b.released_at, t.by_age, true AS is_withdrawn,
                0 AS rank),
    noted AS (
      INSERT INTO task_class (resource, aged_at) SELECT ${resource}, now() FROM released WHERE by_age LIMIT 1
      ON CONFLICT (resource) DO UPDATE SET aged_at = now())
    SELECT ${QUEUEING}, t.released_at, t.is_withdrawn
      FROM (SELECT * FROM released UNION ALL SELECT * FROM withdrawn) t JOIN pipeline_run r ON r.id = t.run_id
     ORDER BY t.rank`
    return [...matched, ...next.map((row) => ({ ...row, released_to: null }))]
  })
  const of = (isWithdrawn: boolean) =>
    rows
      .filter(({ is_withdrawn }) => is_withdrawn === isWithdrawn)
      .map((row) => ({ ...toQueueing(row), releasedAt: row.released_at, releasedTo: row.released_to }))
  return { released: of(false), withdrawn: of(true) }
}

/** Cheap, since mostly nobody waits. Who is queued a moment later is released by whoever queued them. */
async function lookAround(
  database: Database,
  resource: ResourceClass,
): Promise<{ readonly mayChange: boolean; readonly demands: boolean }> {
  const [row] = await database.$queryRaw<{ waits: boolean; demands: boolean; paused: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM pipeline_task
                    WHERE status = 'queued' AND resource = ${resource} AND released_at IS NULL) AS waits,
           EXISTS (SELECT 1 FROM pipeline_task
                    WHERE status = 'queued' AND resource = ${resource} AND is_demanding) AS demands,
           EXISTS (SELECT 1 FROM task_class WHERE resource = ${resource} AND paused_at IS NOT NULL) AS paused`
  const { waits = false, demands = false, paused = false } = row ?? {}
  return { mayChange: waits || demands || paused, demands }
}
