import { endRun, findUnfitTasks, lockRun, recordFailure, type UnfitTask } from '@marquee/domain/pipeline'
import { touchVideo } from '@marquee/domain/videos'
import { enqueueCleaning } from '@marquee/jobs'
import { announceChange } from './announce-change.ts'
import { CLEANING_DELAY_MS } from './clean-run.ts'
import type { Services } from './services.ts'

/** Milliseconds for which a run waits for a worker that has what one of its tasks demands. */
const UNFIT_AFTER_MS = 600_000

/** Ends runs that demand what no worker has had for ten minutes: NO_FITTING_WORKER. */
export async function failUnfit(services: Services, afterMs = UNFIT_AFTER_MS): Promise<void> {
  for (const task of await findUnfitTasks(services.database, afterMs)) await fail(services, task)
}

async function fail(services: Services, { runId, name }: UnfitTask): Promise<void> {
  const { database, queues, logger } = services
  const code = 'NO_FITTING_WORKER'
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
