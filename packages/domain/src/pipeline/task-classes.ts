import type { ResourceClass } from '@marquee/media'
import { Prisma } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import { TAKES_TASKS } from '../workers/index.ts'

/** A resource class as an operator sees it. */
export interface ClassStatus {
  readonly resource: string
  /** Since when nothing of it is begun; null where it goes on. */
  readonly pausedAt: Date | null
  /** Tasks that wait for a place in the queue; those of a failed attempt that is to be tried again later are among them. */
  readonly ready: number
  /** Tasks that are in the queue. */
  readonly released: number
  readonly running: number
  /** Tasks that its living workers do at once, those that are drained left out. */
  readonly slots: number
  /** How long the longest waiting has been; 0 where none waits. */
  readonly oldestSeconds: number
  /** Estimated CPU seconds of all that is queued or runs: what a fleet's size should follow. */
  readonly backlogCpuSeconds: number
}

type ClassRow = {
  resource: string
  paused_at: Date | null
  ready: number
  released: number
  running: number
  slots: number
  oldest: number
  backlog: number
}

/** Every class that has tasks, workers or a pause, by name. */
export async function listClasses(tx: Transaction): Promise<ClassStatus[]> {
  const rows = await tx.$queryRaw<ClassRow[]>`
    WITH tasks AS (
      SELECT resource, count(*) FILTER (WHERE status = 'queued' AND released_at IS NULL)::int AS ready,
             count(*) FILTER (WHERE status = 'queued' AND released_at IS NOT NULL)::int AS released,
             count(*) FILTER (WHERE status = 'running')::int AS running,
             extract(epoch FROM now() - min(queued_at) FILTER (WHERE status = 'queued'))::float8 AS oldest,
             sum(cost * (1 - fraction))::float8 AS backlog
        FROM pipeline_task WHERE status = 'queued' OR status = 'running' AND beat_at IS NOT NULL
       GROUP BY resource),
    slots AS (
      SELECT s.key AS resource, sum(s.value::int)::int AS slots
        FROM worker w CROSS JOIN LATERAL jsonb_each_text(w.slots) s
       WHERE ${TAKES_TASKS} GROUP BY s.key)
    SELECT resource, c.paused_at, coalesce(t.ready, 0) AS ready, coalesce(t.released, 0) AS released,
           coalesce(t.running, 0) AS running, coalesce(s.slots, 0) AS slots,
           greatest(0, coalesce(t.oldest, 0)) AS oldest, coalesce(t.backlog, 0) AS backlog
      FROM tasks t FULL JOIN slots s USING (resource) FULL JOIN task_class c USING (resource)
     ORDER BY resource`
  return rows.map(({ paused_at, oldest, backlog, ...row }) => ({
    ...row,
    pausedAt: paused_at,
    oldestSeconds: oldest,
    backlogCpuSeconds: backlog,
  }))
}

/** No task of the class is begun from now on; what runs goes on. What was released waits again. False where it was paused. */
export async function pauseClass(tx: Transaction, resource: ResourceClass): Promise<boolean> {
  const paused = await tx.$executeRaw`
    INSERT INTO task_class (resource, paused_at) VALUES (${resource}, now())
    ON CONFLICT (resource) DO UPDATE SET paused_at = now() WHERE task_class.paused_at IS NULL`
  return paused === 1
}

/** Its tasks are begun again. False where it was not paused. After it, send `enqueueRelease`: else the sweep does what it would. */
export async function resumeClass(tx: Transaction, resource: ResourceClass): Promise<boolean> {
  const { count } = await tx.taskClass.updateMany({
    where: { resource, pausedAt: { not: null } },
    data: { pausedAt: null },
  })
  return count === 1
}

/** Whether the class `resource` of `pipeline_task t` is paused. */
export const IS_PAUSED = Prisma.sql`EXISTS (
  SELECT 1 FROM task_class c WHERE c.resource = t.resource AND c.paused_at IS NOT NULL)`
