import {
  endRun,
  findHalfGivenUp,
  findLongReleasedTasks,
  findOrphanedRuns,
  findUncleanRuns,
  findUndispatchedRuns,
  forgetFadedUsage,
  forgetFailures,
  giveUpNode,
  lockRun,
  type TaskPosition,
} from '@marquee/domain/pipeline'
import { restoreDenials } from '@marquee/domain/playback'
import { touchVideo } from '@marquee/domain/videos'
import { forgetSilentWorkers } from '@marquee/domain/workers'
import { enqueueDispatches, enqueueTasks, removeOwnQueues } from '@marquee/jobs'
import { RESOURCE_CLASSES } from '@marquee/media'
import { removeLoosePictures } from '../pictures/remove-loose-pictures.ts'
import type { Services } from '../program/services.ts'
import { expireUploads } from '../uploads/expire-uploads.ts'
import { purgeDeletedVideos } from '../videos/purge-deleted-videos.ts'
import { removeRetiredRevisions } from '../videos/remove-retired-revisions.ts'
import { announceChange } from './announce-change.ts'
import { CLEAN_WITHIN_MS, cleanRun } from './clean-run.ts'
import { giveUpUnfit } from './give-up-unfit.ts'
import { releaseNext } from './release-tasks.ts'
import { workInRounds } from './work-in-rounds.ts'

const BATCH = 500
/** Younger than this, a released task's job may simply be on its way. */
const SUSPECT_AFTER_MS = 8_000
/** A worker that has been silent for so long will not be seen again; it is counted as gone long before. */
const FORGOTTEN_AFTER_MS = 60_000
/** At least for so long a task waits for another worker than one that has failed at it. */
const ELSEWHERE_FOR_MS = 120_000
/** A run whose prompt cleaning (clean-run.ts) did not happen is cleaned by the sweep: within 30 s of its end. */
const UNCLEAN_AFTER_MS = 20_000

/**
 * What one look around does, each by itself: storage that is away must not keep lost tasks from being found. A step
 * may remember where it was, so that a long backlog is worked off a batch at a time.
 */
const STEPS: Readonly<Record<string, (services: Services) => () => Promise<void>>> = {
  dispatchForgottenRuns,
  sendLostTasks,
  forgetTheGone,
  forgetOldFailures,
  releaseWaitingTasks,
  giveUpWhatNobodyCanDo,
  giveUpTheRest,
  cancelOrphanedRuns,
  cleanEndedRuns,
  expireUploads,
  removeLoosePictures,
  purgeDeletedVideos,
  removeRetiredRevisions,
  tellDenials,
}

/** Makes a sweep. Two at once only do the same work twice. */
export function createSweep(services: Services): () => Promise<void> {
  const steps = Object.entries(STEPS).map(([step, create]) => ({ step, run: create(services) }))
  return async () => {
    for (const { step, run } of steps) {
      try {
        await run()
      } catch (err) {
        services.logger.warn({ err, step }, 'a step of the sweep failed; the next sweep tries again')
      }
    }
  }
}

function dispatchForgottenRuns({ database, queues }: Services): () => Promise<void> {
  let after: bigint | undefined
  return async () => {
    const runs = await findUndispatchedRuns(database, BATCH, after)
    after = runs.length === BATCH ? runs.at(-1)?.runId : undefined
    await enqueueDispatches(queues, runs)
  }
}

/** What was missed: a worker that went without a word, a turn that came by time alone, a release that nobody made. */
function releaseWaitingTasks(services: Services): () => Promise<void> {
  return () => releaseNext(services, RESOURCE_CLASSES)
}

function giveUpWhatNobodyCanDo(services: Services): () => Promise<void> {
  const startedAt = performance.now()
  return () => giveUpUnfit(services, performance.now() - startedAt)
}

/** Whoever gives a piece up gives all of its node up with it; an older program did not. */
function giveUpTheRest(services: Services): () => Promise<void> {
  const { database, queues } = services
  return async () => {
    const found = await findHalfGivenUp(database, BATCH)
    for (const { runId, node } of found) {
      const video = await database.$transaction(async (tx) => {
        const run = await lockRun(tx, runId)
        if (run?.status !== 'running') return null
        await giveUpNode(tx, runId, node)
        return touchVideo(tx, run.videoId)
      })
      await announceChange(services, video)
    }
    await enqueueDispatches(queues, found)
  }
}

function forgetOldFailures({ database }: Services): () => Promise<void> {
  return () => forgetFailures(database, ELSEWHERE_FOR_MS)
}

function forgetTheGone({ database, queues, logger }: Services): () => Promise<void> {
  return async () => {
    const workers = await forgetSilentWorkers(database, FORGOTTEN_AFTER_MS)
    if (workers.length > 0) logger.info({ workers }, 'workers are gone')
    await removeOwnQueues(queues, workers)
    await forgetFadedUsage(database)
  }
}

/**
 * A task that was released long ago is put into the queue again: where its job is still there, nothing happens. Running
 * ones have beats instead (watch-claims.ts).
 */
function sendLostTasks({ database, queues }: Services): () => Promise<void> {
  let after: TaskPosition | undefined
  return async () => {
    const suspects = await findLongReleasedTasks(database, { forMs: SUSPECT_AFTER_MS, limit: BATCH, after })
    after = suspects.length === BATCH ? suspects.at(-1) : undefined
    await enqueueTasks(queues, suspects)
  }
}

function cancelOrphanedRuns({ database }: Services): () => Promise<void> {
  return async () => {
    for (const runId of await findOrphanedRuns(database, BATCH))
      await database.$transaction((tx) => endRun(tx, runId, { status: 'cancelled' }))
  }
}

/** The edges are told what playback is refused where the API could not, or where Redis has forgotten it. */
function tellDenials({ database, cache }: Services): () => Promise<void> {
  return () => restoreDenials(database, cache)
}

function cleanEndedRuns(services: Services): () => Promise<void> {
  return workInRounds<bigint>({
    logger: services.logger,
    batch: BATCH,
    withinMs: CLEAN_WITHIN_MS,
    find: (after) => findUncleanRuns(services.database, { forMs: UNCLEAN_AFTER_MS, limit: BATCH, after }),
    identify: (runId) => ({ run: String(runId) }),
    perform: (runId, signal) => cleanRun(services, runId, signal),
  })
}
