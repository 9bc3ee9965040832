import type { ResourceClass } from '@marquee/media'
import { Prisma } from '@marquee/schema/prisma'
import { IS_ALIVE } from '../workers/index.ts'

/** Whether `worker w` takes tasks of the class of `pipeline_task t`. */
const IS_THERE = Prisma.sql`(${IS_ALIVE} AND w.draining_at IS NULL AND w.slots ->> t.resource IS NOT NULL)`

/** Whether `worker w` has what `pipeline_task t` demands. In numeric: what a definition asks for may be more bytes than a bigint counts. */
export const HAS_DEMANDED = Prisma.sql`(
  w.memory_bytes >= coalesce((t.demands ->> 'memoryMb')::numeric, 0) * 1000000
  AND w.encoders @> ARRAY(SELECT jsonb_array_elements_text(coalesce(t.demands -> 'encoders', '[]'::jsonb))))`

/** Whether `worker w` is there for `pipeline_task t`, and has what it demands. */
export const FITS = Prisma.sql`(${IS_THERE} AND ${HAS_DEMANDED})`

/**
 * `rare (resource, demands)`: what queued tasks of a class demand that some worker which takes them lacks, or nobody is there to
 * have. Any other task is as one that demands nothing.
 */
export const rareDemands = (resource: ResourceClass) => Prisma.sql`
  rare AS (
    SELECT t.resource, t.demands FROM (
      SELECT DISTINCT resource, demands FROM pipeline_task
       WHERE status = 'queued' AND resource = ${resource} AND is_demanding) t
     WHERE NOT coalesce((SELECT bool_and(${HAS_DEMANDED}) FROM worker w WHERE ${IS_THERE}), false))`

/** Whether `pipeline_task t` demands something of {@link rareDemands}. */
export const IS_RARE = Prisma.sql`(t.is_demanding AND t.demands IN (SELECT demands FROM rare))`
