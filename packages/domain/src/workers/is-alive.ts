import { Prisma } from '@marquee/schema/prisma'

/**
 * Milliseconds without a beat after which a worker counts as gone. Workers beat every three seconds, so that one that is
 * late twice still counts.
 */
const WORKER_SILENT_MS = 10_000

/** Rows of `worker w` that beat. */
export const IS_ALIVE = Prisma.sql`w.beat_at > now() - ${WORKER_SILENT_MS} * interval '1 millisecond'`

/** Those of them that take tasks. */
export const TAKES_TASKS = Prisma.sql`(${IS_ALIVE} AND w.draining_at IS NULL)`
