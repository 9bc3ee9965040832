import type { ResourceClass } from '@marquee/media'
import { Prisma } from '@marquee/schema/prisma'
import { TAKES_TASKS } from '../workers/index.ts'
import { fadedUsage } from './charge-channel.ts'

/** Jobs in a queue for each slot, besides those that are running: who is done need not wait for a release. */
export const HEADROOM = 1
/** Seconds after its turn from which a task may go before all others, whatever it is. */
const AGED_AFTER_S = 600
/** Seconds in which each slot gives one aged task such a turn. */
const AGED_EVERY_S = 480

/** Whether the turn of `pipeline_task t` was so long ago that it may go before all others. */
export const IS_AGED = Prisma.sql`t.turn_at < now() - ${AGED_AFTER_S} * interval '1 second'`

/** Whether `pipeline_task t` need not wait after a failed attempt. */
export const IS_DUE = Prisma.sql`(t.due_at IS NULL OR t.due_at <= now())`

/** Whether an aged task may go now: no other is about to, and the last went long enough ago for so many slots. */
export const mayAgedGo = (resource: ResourceClass) => Prisma.sql`(
  NOT EXISTS (SELECT 1 FROM pipeline_task o
               WHERE o.status = 'queued' AND o.resource = ${resource} AND o.released_at IS NOT NULL AND o.by_age)
  AND NOT EXISTS (SELECT 1 FROM task_class c
                   WHERE c.resource = ${resource}
                     AND c.aged_at >= now() - ${AGED_EVERY_S} * interval '1 second' / greatest(1, (
                       SELECT sum((w.slots ->> ${resource})::int) FROM worker w
                        WHERE ${TAKES_TASKS}))))`

/** `channel (channel_id)`: those that have something queued in a class, and a null. Found in an index, one after another. */
export const waitingChannels = (resource: ResourceClass) => Prisma.sql`
  channel (channel_id) AS (
    (SELECT t.channel_id FROM pipeline_task t
      WHERE t.status = 'queued' AND t.resource = ${resource} ORDER BY t.channel_id LIMIT 1)
    UNION ALL
    SELECT (SELECT t.channel_id FROM pipeline_task t
             WHERE t.status = 'queued' AND t.resource = ${resource} AND t.channel_id > c.channel_id
             ORDER BY t.channel_id LIMIT 1)
      FROM channel c WHERE c.channel_id IS NOT NULL)`

/** `used (channel_id, cost)`: what each `channel` has running in a class, of `running (channel_id, cost)`, and consumed of late. */
export const usedByChannels = (resource: ResourceClass) => Prisma.sql`
  used AS (
    SELECT c.channel_id, coalesce(r.cost, 0) + coalesce(${fadedUsage(Prisma.sql`now()`)}, 0) AS cost
      FROM channel c
      LEFT JOIN (SELECT channel_id, sum(cost) AS cost FROM running GROUP BY channel_id) r USING (channel_id)
      LEFT JOIN channel_usage u ON u.channel_id = c.channel_id AND u.resource = ${resource}
     WHERE c.channel_id IS NOT NULL)`
