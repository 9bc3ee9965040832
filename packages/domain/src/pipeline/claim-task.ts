import type { Demands, Options, ResourceClass, RunWatermark, TaskInput } from '@marquee/media'
import { Prisma } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import { IS_ALIVE } from '../workers/index.ts'
import { HAS_DEMANDED } from './fitting-workers.ts'
import { UNRELEASED } from './queue-task.ts'
import { IS_PAUSED } from './task-classes.ts'

/** What a worker holds while it works. `attempt` fences: a result of an older attempt is ignored. */
export interface Claim {
  readonly runId: bigint
  readonly name: string
  readonly attempt: number
}

export interface ClaimedTask extends Claim {
  readonly type: string
  readonly resource: ResourceClass
  readonly options: Options
  /** Which item of the list that its node is repeated for; null where it is not. */
  readonly item: number | null
  readonly video: { readonly publicId: string; readonly originalKey: string | null }
  /** What it reads, as far as it has been made; of a node in pieces in their order. */
  readonly inputs: readonly TaskInput[]
  /** What its channel asked to be drawn into the film when the run began. */
  readonly watermark: RunWatermark | null
  /** Its run may use no hardware. */
  readonly software: boolean
  /**
   * Somebody may be next by it: others of its class wait for what few workers have, perhaps for this one to be out of their way,
   * or the slots of its worker are counted by nobody.
   */
  readonly freesTurn: boolean
  readonly demands: Demands
  /** Of its attempts before this one those that died with their worker. */
  readonly losses: number
}

type ClaimRow = {
  attempt: number
  type: string
  resource: ResourceClass
  options: Options
  item: number | null
  inputs: string[]
  needs: string[]
  public_id: string
  original_key: string | null
  // Written by createRun.
  watermark: RunWatermark | null
  software: boolean
  frees_turn: boolean
  // Written by recordEstimates.
  demands: Demands
  losses: number
}

/** What a job names: one queueing of a task. */
export interface QueuedJob {
  readonly runId: bigint
  readonly name: string
  readonly queuedAt: Date
}

const isDraining = (worker: string) => Prisma.sql`EXISTS (
  SELECT 1 FROM worker w WHERE w.id = ${worker} AND w.draining_at IS NOT NULL)`

/** It came when the task was already on its way, from the queue that all share. */
const lacksDemanded = (worker: string) => Prisma.sql`(t.is_demanding AND EXISTS (
  SELECT 1 FROM worker w WHERE w.id = ${worker} AND NOT ${HAS_DEMANDED}))`

/** Others came who go first, while it waited for a slot of the worker that it was meant for. */
const IS_WITHDRAWN = Prisma.sql`(t.is_demanding AND t.released_at IS NULL)`

/**
 * queued → running for the queueing that a job names. What the queue believes of locks decides nothing: a running
 * task stays its worker's for as long as that one beats, and is queued anew once it does not. Null where there is
 * nothing to do: it is held, done, queued anew, its run or video has ended, its class is paused, the worker drained or not what the
 * task demands, or that was taken back.
 */
export async function claimTask(
  tx: Transaction,
  job: QueuedJob,
  worker: string,
): Promise<ClaimedTask | null> {
  const [row] = await tx.$queryRaw<ClaimRow[]>`
    UPDATE pipeline_task t
       SET status = 'running', attempt = t.attempt + 1, worker = ${worker}, started_at = now(), beat_at = now(),
           fraction = 0, unfit_since = NULL
      FROM pipeline_run r JOIN video v ON v.id = r.video_id
     WHERE t.run_id = ${job.runId} AND t.name = ${job.name} AND t.queued_at = ${job.queuedAt}
       AND t.status = 'queued' AND r.id = t.run_id AND r.status = 'running'
       AND v.status NOT IN ('taken_down', 'deleted')
       AND NOT ${IS_PAUSED} AND NOT ${isDraining(worker)} AND NOT ${lacksDemanded(worker)} AND NOT ${IS_WITHDRAWN}
    RETURNING t.attempt, t.type, t.resource, t.options, t.item, t.inputs, t.needs, v.public_id, v.original_key,
              r.watermark, r.software, t.demands, t.losses,
              EXISTS (SELECT 1 FROM pipeline_task o
                       WHERE o.status = 'queued' AND o.resource = t.resource AND o.is_demanding
                         AND (o.run_id, o.name) <> (t.run_id, t.name))
              OR NOT EXISTS (SELECT 1 FROM worker w WHERE w.id = ${worker} AND ${IS_ALIVE}) AS frees_turn`
  if (!row) return null
  return {
    runId: job.runId,
    name: job.name,
    attempt: row.attempt,
    type: row.type,
    resource: row.resource,
    options: row.options,
    item: row.item,
    video: { publicId: row.public_id, originalKey: row.original_key },
    inputs: await readInputs(tx, job.runId, row),
    watermark: row.watermark,
    software: row.software,
    freesTurn: row.frees_turn,
    demands: row.demands,
    losses: row.losses,
  }
}

/**
 * Lets a task that this worker was refused, since its class is paused, the worker drained or not what it demands, wait for its
 * next release. False where it was refused for another reason, or has been released to another worker since.
 */
export async function unreleaseTask(tx: Transaction, job: QueuedJob, worker: string): Promise<boolean> {
  const waits = await tx.$executeRaw`
    UPDATE pipeline_task t SET ${UNRELEASED}
     WHERE t.run_id = ${job.runId} AND t.name = ${job.name} AND t.queued_at = ${job.queuedAt} AND t.status = 'queued'
       AND coalesce(t.released_to, ${worker}) = ${worker}
       AND (${IS_PAUSED} OR ${isDraining(worker)} OR ${lacksDemanded(worker)})`
  return waits === 1
}

async function readInputs(
  tx: Transaction,
  runId: bigint,
  { inputs, needs }: Pick<ClaimRow, 'inputs' | 'needs'>,
): Promise<TaskInput[]> {
  const makers = await tx.pipelineTask.findMany({
    where: { runId, node: { in: needs }, status: 'succeeded' },
    select: { outputs: true, kinds: true, output: true },
    orderBy: [{ position: 'asc' }, { item: 'asc' }],
  })
  return makers.flatMap(({ outputs, kinds, output }) =>
    kinds
      .filter((_, index) => inputs.includes(outputs[index] ?? ''))
      // A node in pieces has no output of its own.
      .flatMap((kind) =>
        output === null ? [] : [{ kind, value: (output as Record<string, unknown>)[kind] }],
      ),
  )
}

/**
 * running → queued, as if the claim had not been: a worker that is told to stop gives its task back, and that is
 * no failed attempt. Only the holder may, and must send no result after it.
 */
export async function giveBackTask(tx: Transaction, claim: Claim): Promise<boolean> {
  const given = await tx.$executeRaw`
    UPDATE pipeline_task SET status = 'queued', attempt = attempt - 1, worker = NULL, started_at = NULL,
           beat_at = NULL, fraction = 0
     WHERE run_id = ${claim.runId} AND name = ${claim.name} AND status = 'running' AND attempt = ${claim.attempt}`
  return given === 1
}

/** One beat: says that the claim is held, and answers whether it stands. Another attempt, the end of the run or of the video void it. */
export async function holdsClaim(tx: Transaction, claim: Claim): Promise<boolean> {
  const held = await tx.$executeRaw`
    UPDATE pipeline_task t SET beat_at = now()
      FROM pipeline_run r JOIN video v ON v.id = r.video_id
     WHERE t.run_id = ${claim.runId} AND t.name = ${claim.name} AND t.status = 'running'
       AND t.attempt = ${claim.attempt} AND r.id = t.run_id AND r.status = 'running'
       AND v.status NOT IN ('taken_down', 'deleted')`
  return held === 1
}

/**
 * A beat that also records how far an attempt is (0 to 1; it never goes back) and bumps its video's version. Null where the claim
 * no longer stands.
 */
export async function advanceTask(
  tx: Transaction,
  claim: Claim,
  fraction: number,
): Promise<{ publicId: string; version: number } | null> {
  const [row] = await tx.$queryRaw<{ public_id: string; version: number }[]>`
    WITH advanced AS (
      UPDATE pipeline_task t SET fraction = greatest(t.fraction, ${fraction}), beat_at = now()
        FROM pipeline_run r
       WHERE t.run_id = ${claim.runId} AND t.name = ${claim.name} AND t.status = 'running'
         AND t.attempt = ${claim.attempt} AND r.id = t.run_id AND r.status = 'running'
      RETURNING r.video_id)
    UPDATE video v SET version = v.version + 1 FROM advanced
     WHERE v.id = advanced.video_id AND v.status NOT IN ('taken_down', 'deleted')
    RETURNING v.public_id, v.version`
  return row ? { publicId: row.public_id, version: row.version } : null
}
