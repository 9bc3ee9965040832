import { findRun, findTask, noteUnfitTasks, type UnfitTask, usesHardware } from '@marquee/domain/pipeline'
import { enqueueUnfit } from '@marquee/jobs'
import type { Demands } from '@marquee/media'
import type { Services } from '../program/services.ts'

/** Milliseconds for which a task waits for a worker that has what it demands. */
const UNFIT_AFTER_MS = 600_000
/** The same where software can do it: longer than a worker takes to start again. */
const SOFTWARE_AFTER_MS = 60_000

/**
 * Gives up what no worker has had all it demands for, for ten minutes, or for one where software could do it: NO_FITTING_WORKER.
 * Whoever takes results decides what follows (judge-failure.ts): its run ends, goes on without it, or goes on in software. Each
 * sweep says it again until that is done. `watchedMs` is for how long somebody has looked: nobody knows which workers there were
 * before, as where everything is started again in the morning.
 */
export async function giveUpUnfit(services: Services, watchedMs: number): Promise<void> {
  const unfit = await noteUnfitTasks(services.database, SOFTWARE_AFTER_MS)
  for (const task of longestOfEachNode(unfit))
    await giveUp(services, { ...task, unfitMs: Math.min(task.unfitMs, watchedMs) })
}

/** Pieces of a node demand the same, and one of them that is given up is enough for all. */
function longestOfEachNode(unfit: readonly UnfitTask[]): readonly UnfitTask[] {
  const sorted = unfit.toSorted((one, other) => one.unfitMs - other.unfitMs)
  return [...new Map(sorted.map((task) => [`${task.runId} ${task.node}`, task])).values()]
}

async function giveUp({ database, queues, logger }: Services, unfit: UnfitTask): Promise<void> {
  const { runId, name, unfitMs } = unfit
  const [run, task] = [await findRun(database, runId), await findTask(database, unfit)]
  if (!run || !task) return
  if (unfitMs < (usesHardware(run, task) ? SOFTWARE_AFTER_MS : UNFIT_AFTER_MS)) return
  // Written by recordEstimates.
  const detail = `For ${Math.round(unfitMs / 1000)} s no worker has had ${inWords(task.demands as Demands)}.`
  logger.warn({ run: String(runId), task: name, detail }, 'no worker has what a task demands')
  const result = { outcome: 'failed', code: 'NO_FITTING_WORKER', detail, cpuSeconds: 0 } as const
  await enqueueUnfit(queues, { runId: String(runId), task: name, attempt: task.attempt, result })
}

function inWords({ memoryMb, encoders = [] }: Demands): string {
  return [...(memoryMb === undefined ? [] : [`${memoryMb} MB of memory`]), ...encoders].join(' and ')
}
