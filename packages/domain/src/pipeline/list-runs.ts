import type { Prisma, RunStatus, TaskStatus } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import { idsWithin, type KeysetPage, newestFirst } from '../paging/keyset.ts'

/** Which runs; all of what is given must hold. */
export interface RunFilter {
  readonly status?: RunStatus | undefined
  readonly channelId?: bigint | undefined
  readonly videoId?: bigint | undefined
}

export interface RunSummary {
  readonly id: bigint
  readonly video: { readonly id: bigint; readonly publicId: string; readonly title: string }
  readonly channel: { readonly publicId: string; readonly name: string }
  readonly pipeline: string
  /** Null until a dispatcher has seen the run. */
  readonly version: number | null
  readonly status: RunStatus
  /** Of the error table, and the task that failed with it. */
  readonly errorCode: string | null
  readonly errorTask: string | null
  /** For people who run Marquee: why, where it failed by no task. */
  readonly errorDetail: string | null
  readonly createdAt: Date
  readonly endedAt: Date | null
}

/** One row of a run: a node, or a piece of one. */
export interface RunTask {
  readonly name: string
  readonly type: string
  /** Names of the nodes whose outputs it reads. */
  readonly needs: readonly string[]
  readonly resource: string
  readonly priority: number
  /** CPU seconds: estimated, and used so far by all attempts that have ended. */
  readonly cost: number
  readonly cpuSeconds: number | null
  readonly state: TaskStatus
  /** 0 to 1. */
  readonly fraction: number
  readonly attempt: number
  readonly essential: boolean
  /** Of its last failed attempt. `errorDetail` is for people who run Marquee; where it succeeded, what there is to say of how. */
  readonly errorCode: string | null
  readonly errorDetail: string | null
  /** Who has it, or had it last. */
  readonly worker: string | null
  readonly queuedAt: Date | null
  /** Of a failed attempt that is tried again: not before. */
  readonly dueAt: Date | null
  /** When it was given to the queue; null while it waits for its turn. */
  readonly releasedAt: Date | null
  readonly startedAt: Date | null
  /** Its lease: the last beat of whoever runs it. */
  readonly beatAt: Date | null
  readonly endedAt: Date | null
}

export interface RunNode extends RunTask {
  /** In their order; empty where it is done at once. */
  readonly pieces: readonly RunTask[]
}

export interface RunDetails extends RunSummary {
  /** In the order of the plan; empty until a dispatcher has seen the run. */
  readonly nodes: readonly RunNode[]
}

const SUMMARY = {
  ...{
    id: true,
    definition: true,
    definitionVersion: true,
    status: true,
    errorCode: true,
    errorTask: true,
    errorDetail: true,
  },
  ...{ createdAt: true, endedAt: true },
  video: {
    select: { id: true, publicId: true, title: true, channel: { select: { publicId: true, name: true } } },
  },
} satisfies Prisma.PipelineRunSelect

/** Runs of all channels, the newest first. For operators: policy is the caller's. */
export async function listRuns(
  tx: Transaction,
  { status, channelId, videoId }: RunFilter,
  page: KeysetPage<{ id: bigint }>,
): Promise<RunSummary[]> {
  const rows = await tx.pipelineRun.findMany({
    where: {
      ...(status && { status }),
      ...(videoId !== undefined && { videoId }),
      ...(channelId !== undefined && { video: { channelId } }),
      AND: idsWithin(page),
    },
    select: SUMMARY,
    ...newestFirst(page),
  })
  const summaries = rows.map(toSummary)
  return page.backward ? summaries.reverse() : summaries
}

/** A run with its nodes and their pieces; null where there is none. For operators: policy is the caller's. */
export async function readRun(tx: Transaction, runId: bigint): Promise<RunDetails | null> {
  const row = await tx.pipelineRun.findUnique({
    where: { id: runId },
    select: {
      ...SUMMARY,
      tasks: { orderBy: [{ position: 'asc' }, { item: 'asc' }], omit: { output: true } },
    },
  })
  if (!row) return null
  const { tasks, ...head } = row
  const pieces = tasks.filter(({ item }) => item !== null)
  const nodes = tasks.filter(({ item }) => item === null)
  return {
    ...toSummary(head),
    nodes: nodes.map((node) => joinNode(node, pieces)),
  }
}

/** A node that is done in pieces is as far as they are, on the average: each has its equal share of the cost. */
function joinNode(node: TaskColumns, allPieces: readonly (TaskColumns & { node: string })[]): RunNode {
  const pieces = allPieces.filter((piece) => piece.node === node.name).map(toTask)
  const task = toTask(node)
  if (pieces.length === 0) return { ...task, pieces }
  const done = pieces.reduce((sum, { fraction }) => sum + fraction, 0)
  return { ...task, fraction: done / pieces.length, pieces }
}

type SummaryRow = Prisma.PipelineRunGetPayload<{ select: typeof SUMMARY }>

function toSummary({ definition, definitionVersion, video, ...run }: SummaryRow): RunSummary {
  const { channel, ...ofVideo } = video
  return { ...run, pipeline: definition, version: definitionVersion, video: ofVideo, channel }
}

type TaskColumns = Omit<RunTask, 'state'> & { readonly status: TaskStatus }

function toTask(task: TaskColumns): RunTask {
  const { name, type, needs, resource, priority, cost, cpuSeconds, fraction, attempt, essential } = task
  const { errorCode, errorDetail, worker, queuedAt, dueAt, releasedAt, startedAt, beatAt, endedAt } = task
  return {
    ...{ name, type, needs, resource, priority, cost, cpuSeconds, fraction, attempt, essential },
    ...{ errorCode, errorDetail, worker, queuedAt, dueAt, releasedAt, startedAt, beatAt, endedAt },
    state: task.status,
  }
}
