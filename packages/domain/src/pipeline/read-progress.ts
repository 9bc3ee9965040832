import {
  followsLadder,
  type GrowingStream,
  type Options,
  type ProbedLadder,
  USUAL_CODEC,
} from '@marquee/media'
import type { RunStatus, TaskStatus } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import { estimateProgress, type ProgressEstimate } from './estimate-progress.ts'

/** One task of a run, for people. `fraction` is 0 to 1. */
export interface StepProgress {
  readonly name: string
  readonly type: string
  /** Names of the steps whose outputs it reads. */
  readonly needs: readonly string[]
  readonly state: TaskStatus
  readonly fraction: number
  readonly attempt: number
  /** Of the error table: why its last attempt failed. */
  readonly errorCode: string | null
  /** Estimated CPU seconds. */
  readonly cost: number
  /** How many pieces it is done in, and how many of them are done; null where it is done at once. */
  readonly pieces: { readonly count: number; readonly done: number } | null
  /** What it says of the sizes that are made; null where that is not its work, or not done. */
  readonly ladder: ReportedLadder | null
}

/** What measuring a film came to. */
export interface ReportedLadder extends ProbedLadder {
  /** Whether the film is made so; null until its sizes are announced, and where nothing was chosen. */
  readonly followed: boolean | null
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
  type: string
  needs: string[]
  kinds: string[]
  cost: number
  error_code: string | null
  pieces: number
  done: number
  status: TaskStatus
  fraction: number
  attempt: number
  started_at: Date | null
  ended_at: Date | null
  options: Options
  rungs: GrowingStream['rungs'] | null
  ladder: ProbedLadder | null
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
    SELECT t.run_id, t.name, t.type, t.needs, t.kinds, t.cost, t.status::text AS status, t.attempt, t.error_code,
           t.started_at, t.ended_at, coalesce(p.fraction, t.fraction) AS fraction, p.count AS pieces, p.done,
           t.options, t.output #> '{stream,rungs}' AS rungs, t.output -> 'ladder' AS ladder
      FROM pipeline_task t
      CROSS JOIN LATERAL (
        SELECT avg(p.fraction) AS fraction, count(*)::int AS count,
               count(*) FILTER (WHERE p.status = 'succeeded')::int AS done
          FROM pipeline_task p WHERE p.run_id = t.run_id AND p.node = t.name AND p.item IS NOT NULL) p
     WHERE t.run_id = ANY (${runs.map(({ id }) => id)}::bigint[]) AND t.item IS NULL
     ORDER BY t.position`
  const stepsOf = (run: RunHead) => steps.filter((step) => step.run_id === run.id)
  return new Map(runs.map((run) => [run.video_id, describeRun(run, stepsOf(run), now)]))
}

function describeRun(run: RunHead, rows: readonly StepRow[], now: Date): RunProgress {
  const tasks = rows.map((row) => ({
    ...row,
    weight: row.cost,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  }))
  const announced = rows.flatMap(({ rungs }) => rungs ?? [])
  return {
    runStatus: run.status,
    ...estimateProgress({ status: run.status, tasks }, now),
    renditions: describeRenditions(rows),
    steps: rows.map((row) => describeStep(row, announced)),
  }
}

function describeStep(row: StepRow, announced: GrowingStream['rungs']): StepProgress {
  const { name, type, needs, status, fraction, attempt, error_code, cost, pieces, done, ladder } = row
  return {
    ...{ name, type, needs, fraction, attempt, cost },
    ladder: ladder && { ...ladder, followed: isFollowed(ladder, announced) },
    state: status,
    errorCode: error_code,
    pieces: pieces > 0 ? { count: pieces, done } : null,
  }
}

function isFollowed({ choice }: ProbedLadder, announced: GrowingStream['rungs']): boolean | null {
  return choice && announced.length > 0 ? followsLadder(announced, choice.rungs) : null
}

/**
 * Of the codec in which the film is watched first. All its rungs come from one decode, so that they advance together. Of several
 * tasks that make renditions in it, it is the one with most to do: the others are ahead of it, with a first look.
 */
function describeRenditions(rows: readonly StepRow[]): RenditionProgress[] {
  const rungs = rows.find(({ rungs }) => rungs !== null)?.rungs
  const codec = rungs?.[0]?.codec
  const [encode] = rows
    .filter(({ kinds, options }) => kinds.includes('renditions') && (options.codec ?? USUAL_CODEC) === codec)
    .toSorted((one, other) => other.cost - one.cost)
  if (!rungs || !encode) return []
  return rungs
    .filter((rung) => rung.codec === codec)
    .map(({ name }) => ({ name, state: encode.status, fraction: encode.fraction }))
}
