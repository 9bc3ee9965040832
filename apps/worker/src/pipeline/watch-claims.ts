import { chargeChannel, findSilentTasks, requeueTask, type SilentTask } from '@marquee/domain/pipeline'
import { touchVideo } from '@marquee/domain/videos'
import { resultJobId } from '@marquee/jobs'
import { sayOnceInAWhile } from '../observability/say-once-in-a-while.ts'
import type { Services } from '../program/services.ts'
import { announceChange } from './announce-change.ts'
import { createSilenceJudge } from './judge-silence.ts'
import { releaseNext } from './release-tasks.ts'

/** Milliseconds between two looks. With judge-silence.ts: a killed worker's task is queued again within 4.5 s of its last beat. */
export const LOOK_MS = 500
/** Milliseconds without a beat that make a look notice a claim: two of hold-claim.ts are missed. */
export const SILENT_MS = 2_000
/** In one look: more have not died at once, or something else is wrong. */
const LIMIT = 500

/**
 * Hands the tasks of workers that died over to others. PostgreSQL is the truth: a claim that has no beats any more is
 * nobody's, whatever the queue remembers. Any number of programs may watch. Answers how to stop.
 */
export function watchClaims(services: Services): () => void {
  const judge = createSilenceJudge()
  const complain = sayOnceInAWhile((err) => services.logger.warn({ err }, 'claims could not be watched'))
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  const look = async () => {
    const handedOver: SilentTask[] = []
    try {
      const found = await findSilentTasks(services.database, { forMs: SILENT_MS, limit: LIMIT })
      for (const task of judge.judge(found, performance.now()))
        if (await handOver(services, task)) handedOver.push(task)
    } catch (err) {
      judge.forget()
      complain(err)
    }
    // Behind all of them: somebody may hold a channel's account, or the row of a video.
    for (const task of handedOver) await chargeChannel(services.database, task, task.taken).catch(complain)
    for (const id of new Set(handedOver.map(({ videoId }) => videoId)))
      await touchVideo(services.database, id)
        .then((video) => announceChange(services, video))
        .catch(complain)
    if (!stopped) timer = setTimeout(look, LOOK_MS)
  }
  timer = setTimeout(look, LOOK_MS)
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

/** False where it is another's by now, or its result is still on its way to the completion handler: that is no lost task. */
async function handOver(services: Services, task: SilentTask): Promise<boolean> {
  const { database, queues, logger } = services
  const { runId, name, attempt, beatAt } = task
  if (await queues.byName.completion.getJob(resultJobId(runId, name, attempt))) return false
  const queueing = await requeueTask(database, task, {
    code: 'WORKER_LOST',
    detail: `Its worker has said nothing since ${beatAt.toISOString()}.`,
    cpuSeconds: 0,
  })
  if (!queueing) return false
  const silentMs = queueing.queuedAt.getTime() - beatAt.getTime()
  logger.warn({ run: String(runId), task: name, attempt, silentMs }, 'a dead worker’s task is queued again')
  await releaseNext(services, [queueing.resource])
  return true
}
