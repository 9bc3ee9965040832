import {
  endRun,
  findOrphanedRuns,
  findSuspectTasks,
  findUncleanRuns,
  findUndispatchedRuns,
  requeueTask,
  type SuspectTask,
  type TaskPosition,
} from '@marquee/domain/pipeline'
import { enqueueDispatches, enqueueTask, placeTask, resultJobId, taskJobId } from '@marquee/jobs'
import { expireUploads } from '../uploads/expire-uploads.ts'
import { purgeDeletedVideos } from '../videos/purge-deleted-videos.ts'
import { removeRetiredRevisions } from '../videos/remove-retired-revisions.ts'
import { cleanRun } from './clean-run.ts'
import type { Services } from './services.ts'

const BATCH = 500
/** Younger than this, a task's job may simply be on its way. */
const SUSPECT_AFTER_MS = 8_000
/** A run whose prompt cleaning (clean-run.ts) did not happen is cleaned by the sweep: within 30 s of its end. */
const UNCLEAN_AFTER_MS = 20_000

/** What one look around does, each by itself: storage that is away must not keep lost tasks from being found. */
const STEPS: Readonly<Record<string, (services: Services, walk: Walk) => Promise<void>>> = {
  dispatchForgottenRuns,
  requeueLostTasks,
  cancelOrphanedRuns,
  cleanEndedRuns,
  expireUploads,
  purgeDeletedVideos,
  removeRetiredRevisions,
}

/** Where the walk over open tasks stands, so that a long backlog is checked a batch at a time. */
interface Walk {
  after: TaskPosition | undefined
}

/** Makes a sweep that remembers where it was. Two at once only do the same work twice. */
export function createSweep(services: Services): () => Promise<void> {
  const walk: Walk = { after: undefined }
  return async () => {
    for (const [step, run] of Object.entries(STEPS)) {
      try {
        await run(services, walk)
      } catch (err) {
        services.logger.warn({ err, step }, 'a step of the sweep failed; the next sweep tries again')
      }
    }
  }
}

async function dispatchForgottenRuns({ database, queues }: Services): Promise<void> {
  await enqueueDispatches(queues, await findUndispatchedRuns(database, BATCH))
}

async function requeueLostTasks(services: Services, walk: Walk): Promise<void> {
  const suspects = await findSuspectTasks(services.database, {
    forMs: SUSPECT_AFTER_MS,
    limit: BATCH,
    after: walk.after,
  })
  walk.after = suspects.length === BATCH ? suspects.at(-1) : undefined
  for (const task of suspects) await requeueIfLost(services, task)
}

/**
 * A queued task is put into the queue again: where its job is still there, nothing happens. A running one has no
 * job only if the queue's memory was lost: its worker, if it lives, has lost its lock and stops.
 */
async function requeueIfLost({ database, queues, logger }: Services, task: SuspectTask): Promise<void> {
  if (task.status === 'queued') return enqueueTask(queues, task)
  const tasks = queues.byName[placeTask(task.type).queue]
  if (await tasks.getJob(taskJobId(task))) return
  if (await queues.byName.completion.getJob(resultJobId(task.runId, task.name, task.attempt))) return
  const queueing = await requeueTask(database, task, {
    code: 'WORKER_LOST',
    detail: 'The queue no longer knew this task.',
    cpuSeconds: 0,
  })
  if (!queueing) return
  logger.warn(
    { run: String(task.runId), task: task.name, attempt: task.attempt },
    'a lost task is queued again',
  )
  await enqueueTask(queues, queueing)
}

async function cancelOrphanedRuns({ database }: Services): Promise<void> {
  for (const runId of await findOrphanedRuns(database, BATCH))
    await database.$transaction((tx) => endRun(tx, runId, { status: 'cancelled' }))
}

async function cleanEndedRuns(services: Services): Promise<void> {
  for (const runId of await findUncleanRuns(services.database, UNCLEAN_AFTER_MS, BATCH))
    await cleanRun(services, runId)
}
