import { contractOf, type InspectOutput, type TaskType } from '@marquee/media'
import type { RunStatus, TaskStatus } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import { estimateProgress, type ProgressEstimate } from './estimate-progress.ts'

/** One task of a run, for people. `fraction` is 0 to 1. */
export interface StepProgress {
  readonly name: string
  readonly state: TaskStatus
  readonly fraction: number
  readonly attempt: number
}

export interface RenditionProgress {
  /** "1080p" */
  readonly name: string
  readonly state: TaskStatus
  readonly fraction: number
}

/** The newest run of a video. `renditions` is empty until the source is inspected. */
export interface RunProgress extends ProgressEstimate {
  readonly runStatus: RunStatus
  readonly renditions: readonly RenditionProgress[]
  readonly steps: readonly StepProgress[]
}

type RunHead = { id: bigint; video_id: bigint; status: RunStatus }

type StepRow = {
  run_id: bigint
  name: string
  type: TaskType
  status: TaskStatus
  fraction: number
  attempt: number
  started_at: Date | null
  ended_at: Date | null
  rungs: InspectOutput['rungs'] | null
}

/** Progress of many videos in two queries; a video that was never processed has no entry. */
export async function readVideoProgress(
  tx: Transaction,
  videoIds: readonly bigint[],
  now: Date = new Date(),
): Promise<Map<bigint, RunProgress>> {
  if (videoIds.length === 0) return new Map()
  const runs = await tx.$queryRaw<RunHead[]>`
    SELECT DISTINCT ON (video_id) id, video_id, status::text AS status
      FROM pipeline_run WHERE video_id = ANY (${[...videoIds]}::bigint[]) ORDER BY video_id, id DESC`
  const steps = await tx.$queryRaw<StepRow[]>`
    SELECT run_id, name, type, status::text AS status, fraction, attempt, started_at, ended_at,
           CASE WHEN type = 'inspect' THEN output -> 'rungs' END AS rungs
      FROM pipeline_task WHERE run_id = ANY (${runs.map(({ id }) => id)}::bigint[]) ORDER BY id`
  const stepsOf = (run: RunHead) => steps.filter((step) => step.run_id === run.id)
  return new Map(runs.map((run) => [run.video_id, describeRun(run, stepsOf(run), now)]))
}

function describeRun(run: RunHead, rows: readonly StepRow[], now: Date): RunProgress {
  const tasks = rows.map((row) => ({
    ...row,
    weight: contractOf(row.type).weight,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  }))
  return {
    runStatus: run.status,
    ...estimateProgress({ status: run.status, tasks }, now),
    renditions: describeRenditions(rows),
    steps: rows.map(({ name, status, fraction, attempt }) => ({ name, state: status, fraction, attempt })),
  }
}

/** All rungs come from one decode, so that they advance together. */
function describeRenditions(rows: readonly StepRow[]): RenditionProgress[] {
  const rungs = rows.find(({ type }) => type === 'inspect')?.rungs
  const encode = rows.find(({ type }) => type === 'encode')
  if (!rungs || !encode) return []
  return rungs.map(({ name }) => ({ name, state: encode.status, fraction: encode.fraction }))
}
