import type { Transaction } from '../database/create-database.ts'
import { IS_ALIVE } from './is-alive.ts'
import type { WorkerFacts } from './worker-facts.ts'

/** One attempt that a worker is at. */
export interface WorkerTask {
  readonly runId: bigint
  /** Its name in the run, such as `encode.3`. */
  readonly task: string
  readonly type: string
  readonly resource: string
  readonly attempt: number
  /** 0 to 1. */
  readonly fraction: number
  readonly since: Date
  /** Its lease: when its worker last said that it holds the task. */
  readonly beatAt: Date
  readonly video: { readonly publicId: string; readonly title: string }
}

export interface WorkerStatus extends WorkerFacts {
  readonly startedAt: Date
  readonly beatAt: Date
  /** Since when it takes no more tasks, by an operator's word. */
  readonly drainingAt: Date | null
  readonly running: readonly WorkerTask[]
}

/** The workers that beat, those first that started first, each with what it runs now. Three queries. */
export async function listWorkers(tx: Transaction): Promise<WorkerStatus[]> {
  const alive = await tx.$queryRaw<{ id: string }[]>`SELECT w.id FROM worker w WHERE ${IS_ALIVE}`
  const workers = await tx.worker.findMany({
    where: { id: { in: alive.map(({ id }) => id) } },
    orderBy: [{ startedAt: 'asc' }, { id: 'asc' }],
  })
  const tasks = await tx.pipelineTask.findMany({
    where: { status: 'running', worker: { in: workers.map(({ id }) => id) } },
    select: {
      ...{ runId: true, name: true, type: true, resource: true, attempt: true, fraction: true, worker: true },
      ...{ startedAt: true, beatAt: true },
      run: { select: { video: { select: { publicId: true, title: true } } } },
    },
    orderBy: { startedAt: 'asc' },
  })
  return workers.map(({ slots, memoryBytes, ...worker }) => ({
    ...worker,
    memoryBytes: Number(memoryBytes),
    // Written by beatWorker.
    slots: slots as Record<string, number>,
    running: tasks.flatMap(({ name, startedAt, beatAt, run, worker: holder, ...task }) =>
      holder === worker.id && startedAt && beatAt
        ? [{ ...task, task: name, since: startedAt, beatAt, video: run.video }]
        : [],
    ),
  }))
}
