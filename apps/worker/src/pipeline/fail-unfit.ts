import {
  endRun,
  findRun,
  findTask,
  findUnfitTasks,
  lockRun,
  recordFailure,
  type UnfitTask,
  usesHardware,
} from '@marquee/domain/pipeline'
import { touchVideo } from '@marquee/domain/videos'
import { enqueueCleaning, enqueueUnfit } from '@marquee/jobs'
import { announceChange } from './announce-change.ts'
import { CLEANING_DELAY_MS } from './clean-run.ts'
import type { Services } from './services.ts'

/** Milliseconds for which a run waits for a worker that has what one of its tasks demands. */
const UNFIT_AFTER_MS = 600_000
/** The same where software can do it: longer than a worker takes to start again. */
const SOFTWARE_AFTER_MS = 60_000

const code = 'NO_FITTING_WORKER'

/**
 * Ends runs that demand what no worker has had for ten minutes: NO_FITTING_WORKER. Those that have lost their hardware go on
 * in software after one.
 */
export async function failUnfit(services: Services): Promise<void> {
  const givenUp = new Set<bigint>()
  for (const task of await findUnfitTasks(services.database, SOFTWARE_AFTER_MS)) {
    if (givenUp.has(task.runId)) continue
    if (await giveUpHardware(services, task)) givenUp.add(task.runId)
    else if (task.unfitMs >= UNFIT_AFTER_MS) await fail(services, task)
  }
}

/** Whoever takes results makes the run that goes on, or leaves out what is not essential (settle-task.ts). False where software could not do the task. */
async function giveUpHardware({ database, queues }: Services, unfit: UnfitTask): Promise<boolean> {
  const { runId, name, unfitMs } = unfit
  const [run, task] = [await findRun(database, runId), await findTask(database, unfit)]
  if (!run || !task || !usesHardware(run, task)) return false
  const detail = `No worker has had its hardware for ${Math.round(unfitMs / 1000)} s.`
  const result = { outcome: 'failed', code, detail, cpuSeconds: 0 } as const
  await enqueueUnfit(queues, { runId: String(runId), task: name, attempt: task.attempt, result })
  return true
}

async function fail(services: Services, { runId, name }: UnfitTask): Promise<void> {
  const { database, queues, logger } = services
  const video = await database.$transaction(async (tx) => {
    const run = await lockRun(tx, runId)
    if (!run || !(await endRun(tx, runId, { status: 'failed', errorCode: code, errorTask: name })))
      return null
    await recordFailure(tx, run.video, { code, withdraw: false })
    return touchVideo(tx, run.videoId)
  })
  if (!video) return
  logger.warn({ run: String(runId), task: name }, 'no worker has what a task demands')
  await enqueueCleaning(queues, runId, { delayMs: CLEANING_DELAY_MS })
  await announceChange(services, video)
}
