import { retryRun as beginAnother } from '@marquee/domain/pipeline'
import { currentTraceparent } from '@marquee/service'
import { type Context, forgetLoaded, userError } from '../schema/index.ts'
import { announceVideo } from '../videos/index.ts'
import { type RunPayload, refuse } from './cancel-run.ts'
import { findRun } from './find-run.ts'
import { noteDeed, refuseOthers } from './guard-operator.ts'

/** Begins another run for the video of one that failed or was cancelled; answers that new run. */
export async function retryRun(context: Context, { runId }: { runId: string }): Promise<RunPayload> {
  const denied = refuseOthers(context)
  if (denied) return refuse(denied)
  const run = await findRun(context, runId)
  if (!run) return refuse(userError('RUN_NOT_FOUND', 'runId'))
  const { database, ids, background } = context.services
  const retry = await database.$transaction((tx) =>
    beginAnother(tx, ids, { videoId: run.video.id, traceparent: currentTraceparent() }),
  )
  if (!retry.retried) return refuse(userError(retry.code, 'runId'))
  noteDeed(context, 'an operator retried a run', { run: String(run.id), newRun: String(retry.runId) })
  await background.dispatchRun(retry.runId)
  await announceVideo(context, retry)
  forgetLoaded(context)
  return { run: await findRun(context, String(retry.runId)), userErrors: [] }
}
