import type { ResourceClass } from '@marquee/media'
import { Prisma } from '@marquee/schema/prisma'
import { TAKES_TASKS } from '../workers/index.ts'

/** Whether `worker w` takes tasks of the class of `pipeline_task t`. */
const IS_THERE = Prisma.sql`(${TAKES_TASKS} AND w.slots ->> t.resource IS NOT NULL)`

/** Whether `worker w` has what `pipeline_task t` demands. In numeric: what a definition asks for may be more bytes than a bigint counts. */
const HAS_ALL = Prisma.sql`(
  w.memory_bytes >= coalesce((t.demands ->> 'memoryMb')::numeric, 0) * 1000000
  AND w.encoders @> ARRAY(SELECT jsonb_array_elements_text(coalesce(t.demands -> 'encoders', '[]'::jsonb))))`

/** Whether somebody is there for `pipeline_task t` that has not failed at it. */
const HAS_ANOTHER = Prisma.sql`EXISTS (
  SELECT 1 FROM worker w WHERE ${IS_THERE} AND w.id <> ALL (t.failed_on) AND ${HAS_ALL})`

/** Whether `worker w` will do for `pipeline_task t`: has what it demands, and has not failed at it, if another is there. */
export const HAS_DEMANDED = Prisma.sql`(${HAS_ALL} AND (w.id <> ALL (t.failed_on) OR NOT ${HAS_ANOTHER}))`

/** Whether `worker w` is there for `pipeline_task t`, and will do. */
export const FITS = Prisma.sql`(${IS_THERE} AND ${HAS_DEMANDED})`

/**
 * `rare (resource, demands, failed_on)`: of the queued tasks of a class those for which some worker that takes them will not do, or
 * nobody is there. Any other task is as one that demands nothing.
 */
export const rareDemands = (resource: ResourceClass) => Prisma.sql`
  rare AS (
    SELECT t.resource, t.demands, t.failed_on FROM (
      SELECT DISTINCT resource, demands, failed_on FROM pipeline_task
       WHERE status = 'queued' AND resource = ${resource} AND is_demanding) t
     WHERE NOT coalesce((SELECT bool_and(${HAS_DEMANDED}) FROM worker w WHERE ${IS_THERE}), false))`

/** Whether `pipeline_task t` is one of {@link rareDemands}. */
export const IS_RARE = Prisma.sql`(t.is_demanding AND (t.demands, t.failed_on) IN (SELECT demands, failed_on FROM rare))`

/** What {@link HAS_DEMANDED} asks of a worker for `t`, in words that are the same for the same. */
export const DEMANDED = Prisma.sql`jsonb_build_array(t.demands, t.failed_on)::text`
