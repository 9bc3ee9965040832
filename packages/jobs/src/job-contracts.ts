import { RESOURCE_CLASSES } from '@marquee/media'
import { z } from 'zod'

/** A Snowflake as it travels: BIGINT does not survive JSON. */
const snowflake = z.string().regex(/^\d{1,19}$/, 'must be a Snowflake in decimal')

/**
 * The trace that a job belongs to (W3C Trace Context). What is no such thing is dropped, not refused: no work waits for
 * the sake of a trace.
 */
const trace = {
  traceparent: z
    .string()
    .regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
    .optional()
    .catch(undefined),
}

/** Text of an error for people who run Marquee, never shown to viewers; longer ones are cut before they are sent. */
export const DETAIL_LIMIT = 4_000

/** What the programs of an attempt have used. */
const usage = {
  /** User and system time. */
  cpuSeconds: z.number().nonnegative(),
  /** Megabytes (10⁶ bytes) that the greediest of them held at once; absent where nobody knows, and from older workers. */
  peakMb: z.int().nonnegative().optional(),
}

const taskResult = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('succeeded'),
    /** What it made, by kind; each is held to the contract of its type by whoever takes it. */
    artefacts: z.record(z.string(), z.unknown()),
    ...usage,
  }),
  z.object({
    outcome: z.literal('failed'),
    /** Of the error table; one that this program does not know is treated as INTERNAL. */
    code: z.string(),
    detail: z.string().max(DETAIL_LIMIT),
    ...usage,
  }),
])

/** What became of one attempt. */
export type TaskResult = z.infer<typeof taskResult>

/**
 * Every job: its payload. All are idempotent, so that delivering one twice, late, or both at once changes
 * nothing; PostgreSQL decides, by guarded updates.
 */
export const PAYLOADS = {
  /** Something about a run changed: queue whatever can go on. `freed` is the class in whose queue that has left a place. */
  'dispatch-run': z.object({ ...trace, runId: snowflake, freed: z.enum(RESOURCE_CLASSES).optional() }),
  /** Places in the queue of a class may have become free, or whose turn it is may have changed. */
  'release-tasks': z.object({ ...trace, resource: z.enum(RESOURCE_CLASSES) }),
  /** `queuedAt` names one queueing (the row's `queued_at`): a job of an earlier one finds nothing to claim. */
  'run-task': z.object({ ...trace, runId: snowflake, task: z.string().min(1), queuedAt: z.iso.datetime() }),
  /** What a worker has to say about its attempt. */
  'settle-task': z.object({
    ...trace,
    runId: snowflake,
    task: z.string().min(1),
    /** 0 where nobody could begin one. */
    attempt: z.int().nonnegative(),
    result: taskResult,
  }),
  /** A run has ended: remove its temporary objects. */
  'clean-run': z.object({ ...trace, runId: snowflake }),
  /** Find what fell through: lost messages, vanished jobs, owed removals, expired uploads. */
  sweep: z.object({ ...trace }),
} as const satisfies Record<string, z.ZodType>

export type JobName = keyof typeof PAYLOADS
export type JobPayload<Name extends JobName> = z.infer<(typeof PAYLOADS)[Name]>

/** @throws ZodError where another program put something else into the queue. */
export function parsePayload<Name extends JobName>(name: Name, data: unknown): JobPayload<Name> {
  return PAYLOADS[name].parse(data) as JobPayload<Name>
}
