import type { ResourceClass } from '@marquee/media'
import { Prisma } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import {
  chooseMatches,
  type DemandingTask,
  type FittingWorker,
  type Match,
  type Matching,
} from './choose-matches.ts'
import { DEMANDED, FITS, IS_RARE, rareDemands } from './fitting-workers.ts'
import { QUEUEING, type QueueingRow, UNRELEASED } from './queue-task.ts'
import { HEADROOM, IS_AGED, IS_DUE, mayAgedGo, usedByChannels, waitingChannels } from './take-turns.ts'
import { IS_PAUSED } from './task-classes.ts'

/** Of a channel's tasks that demand the same, in one release; the next goes on. */
const AT_MOST = 100

type MatchRow = QueueingRow & { released_at: Date; released_to: string | null; is_withdrawn: boolean }

/**
 * Makes what is in the own queues of workers the best of what demands something that not every worker has: to each as many tasks as
 * it has slots that nothing runs in, and one more. Who that is chooseMatches says; what is there and should not be waits
 * again. Call it under the lock of the class.
 */
export async function matchDemanding(tx: Transaction, resource: ResourceClass): Promise<MatchRow[]> {
  const matches = chooseMatches(await readMatching(tx, resource))
  const kept = matches.filter(isThere)
  const withdrawn = await withdraw(tx, resource, kept)
  const chosen = matches.filter((match) => !kept.includes(match))
  return [...withdrawn, ...(await release(tx, resource, chosen))]
}

const isThere = ({ task, worker, byAge }: Match) => task.releasedTo === worker && task.byAge === byAge

async function readMatching(tx: Transaction, resource: ResourceClass): Promise<Matching> {
  const demanding = await readDemanding(tx, resource)
  if (demanding.length === 0) return NOTHING
  const channels = await readChannels(tx, resource)
  return {
    demanding,
    workers: await readWorkers(tx, resource),
    shares: new Map(channels.map(({ channelId, share }) => [channelId, share])),
    others: channels.flatMap(({ channelId, priority, turnAt }) =>
      priority === null || turnAt === null ? [] : [{ channelId, priority, turnAt }],
    ),
    ...(await readAge(tx, resource)),
  }
}

const NOTHING: Matching = {
  ...{ demanding: [], others: [], shares: new Map(), workers: [], agedOtherAt: null, mayAgedGo: false },
}

function readDemanding(tx: Transaction, resource: ResourceClass): Promise<DemandingTask[]> {
  return tx.$queryRaw`
    WITH ${rareDemands(resource)}
    SELECT run_id AS "runId", name, channel_id AS "channelId", priority, cost, ${DEMANDED} AS demands,
           ${IN_MS} AS "turnAt", released_to AS "releasedTo", by_age AS "byAge", is_aged AS "isAged"
      FROM (SELECT t.*, ${IS_AGED} AS is_aged,
                   row_number() OVER (PARTITION BY t.channel_id, t.demands, t.failed_on
                                          ORDER BY t.priority, t.turn_at, t.run_id, t.name) AS place,
                   row_number() OVER (PARTITION BY t.demands, t.failed_on ORDER BY t.turn_at) AS place_by_age
              FROM pipeline_task t
             WHERE t.status = 'queued' AND t.resource = ${resource} AND ${IS_RARE} AND ${IS_DUE} AND NOT ${IS_PAUSED}) t
     WHERE place <= ${AT_MOST} OR is_aged AND place_by_age = 1 OR by_age
     ORDER BY priority, turn_at, run_id, name`
}

function readWorkers(tx: Transaction, resource: ResourceClass): Promise<FittingWorker[]> {
  return tx.$queryRaw`
    WITH ${rareDemands(resource)},
    running AS (
      SELECT worker, count(*)::int AS tasks FROM pipeline_task
       WHERE status = 'running' AND resource = ${resource} GROUP BY worker)
    SELECT w.id, (w.slots ->> ${resource})::int + ${HEADROOM} - coalesce(max(r.tasks), 0) AS places,
           array_agg(${DEMANDED}) AS meets
      FROM worker w JOIN rare t ON ${FITS} LEFT JOIN running r ON r.worker = w.id
     GROUP BY w.id ORDER BY w.id`
}

/** What each channel has used, and the turn of the first of its tasks that any worker can do. */
function readChannels(
  tx: Transaction,
  resource: ResourceClass,
): Promise<{ channelId: bigint; share: number; priority: number | null; turnAt: number | null }[]> {
  return tx.$queryRaw`
    WITH RECURSIVE ${rareDemands(resource)}, ${waitingChannels(resource)},
    running AS (
      SELECT channel_id, cost FROM pipeline_task
       WHERE status = 'running' AND resource = ${resource} AND beat_at IS NOT NULL),
    ${usedByChannels(resource)}
    SELECT used.channel_id AS "channelId", used.cost AS share, t.priority, ${IN_MS} AS "turnAt"
      FROM used LEFT JOIN LATERAL (
        SELECT t.priority, t.turn_at FROM pipeline_task t
         WHERE t.status = 'queued' AND t.resource = ${resource} AND t.channel_id = used.channel_id
           AND NOT ${IS_RARE} AND ${IS_DUE}
         ORDER BY t.priority, t.turn_at, t.run_id, t.name LIMIT 1) t ON true`
}

async function readAge(
  tx: Transaction,
  resource: ResourceClass,
): Promise<Pick<Matching, 'mayAgedGo' | 'agedOtherAt'>> {
  const [age] = await tx.$queryRaw<Pick<Matching, 'mayAgedGo' | 'agedOtherAt'>[]>`
    WITH ${rareDemands(resource)}
    SELECT ${mayAgedGo(resource)} AS "mayAgedGo",
           (SELECT ${IN_MS} FROM pipeline_task t
             WHERE t.status = 'queued' AND t.resource = ${resource} AND NOT ${IS_RARE} AND ${IS_DUE} AND ${IS_AGED}
             ORDER BY t.turn_at LIMIT 1) AS "agedOtherAt"`
  return age ?? NOTHING
}

/** Takes out of own queues all but `kept`, and out of the queue of the class what not every worker of it can do any more. */
function withdraw(tx: Transaction, resource: ResourceClass, kept: readonly Match[]): Promise<MatchRow[]> {
  return tx.$queryRaw`
    WITH ${rareDemands(resource)}, kept AS (SELECT * FROM ${recordsOf(kept)}),
    stale AS (
      SELECT t.run_id, t.name, t.released_at, t.released_to FROM pipeline_task t
       WHERE t.status = 'queued' AND t.resource = ${resource} AND t.is_demanding AND t.released_at IS NOT NULL
         AND (t.released_to IS NOT NULL OR ${IS_RARE})
         AND NOT EXISTS (SELECT 1 FROM kept k WHERE k.run_id = t.run_id AND k.name = t.name)
         FOR UPDATE OF t SKIP LOCKED),
    withdrawn AS (
      UPDATE pipeline_task t SET ${UNRELEASED} FROM stale s
       WHERE t.run_id = s.run_id AND t.name = s.name
      RETURNING t.run_id, t.name, t.resource, t.priority, t.by_age, t.queued_at, s.released_at, s.released_to)
    SELECT ${QUEUEING}, t.released_at, t.released_to, true AS is_withdrawn
      FROM withdrawn t JOIN pipeline_run r ON r.id = t.run_id`
}

async function release(
  tx: Transaction,
  resource: ResourceClass,
  matches: readonly Match[],
): Promise<MatchRow[]> {
  if (matches.length === 0) return []
  return tx.$queryRaw`
    WITH taken AS (
      SELECT t.run_id, t.name, m.worker, m.by_age, m.place FROM ${recordsOf(matches)} JOIN pipeline_task t USING (run_id, name)
       WHERE t.status = 'queued' AND t.released_at IS NULL FOR UPDATE OF t SKIP LOCKED),
    released AS (
      UPDATE pipeline_task t SET released_at = clock_timestamp(), released_to = n.worker, by_age = n.by_age FROM taken n
       WHERE t.run_id = n.run_id AND t.name = n.name
      RETURNING t.run_id, t.name, t.resource, t.priority, t.by_age, t.queued_at, t.released_at, t.released_to, n.place),
    noted AS (
      INSERT INTO task_class (resource, aged_at) SELECT ${resource}, now() FROM taken WHERE by_age LIMIT 1
      ON CONFLICT (resource) DO UPDATE SET aged_at = now())
    SELECT ${QUEUEING}, t.released_at, t.released_to, false AS is_withdrawn
      FROM released t JOIN pipeline_run r ON r.id = t.run_id ORDER BY t.place`
}

/** `m (run_id, name, worker, by_age, place)` */
const recordsOf = (matches: readonly Match[]) => {
  const records = matches.map(({ task, worker, byAge }, place) => ({
    ...{ run_id: String(task.runId), name: task.name, worker, by_age: byAge, place },
  }))
  return Prisma.sql`jsonb_to_recordset(${JSON.stringify(records)}::jsonb)
    AS m (run_id bigint, name text, worker text, by_age boolean, place int)`
}

/** When the turn of `t` is, to compare. */
const IN_MS = Prisma.sql`extract(epoch FROM t.turn_at)::float8 * 1000`
