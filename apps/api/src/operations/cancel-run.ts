import { cancelRun as endRun, type RunDetails } from '@marquee/domain/pipeline'
import { type Context, forgetLoaded, type UserError, userError } from '../schema/index.ts'
import { announceVideo } from '../videos/index.ts'
import { findRun } from './find-run.ts'
import { noteDeed, refuseOthers } from './guard-operator.ts'

export interface RunPayload {
  readonly run: RunDetails | null
  readonly userErrors: readonly UserError[]
}

/** Stops a run for good: its video fails with RUN_CANCELLED, and may be retried. Its files are removed by the workers' sweep. */
export async function cancelRun(context: Context, { runId }: { runId: string }): Promise<RunPayload> {
  const denied = refuseOthers(context)
  if (denied) return refuse(denied)
  const run = await findRun(context, runId)
  if (!run) return refuse(userError('RUN_NOT_FOUND', 'runId'))
  const changed = await context.services.database.$transaction((tx) => endRun(tx, run.id))
  if (!changed) return refuse(userError('RUN_ENDED', 'runId'))
  noteDeed(context, 'an operator cancelled a run', { run: String(run.id), video: changed.publicId })
  await announceVideo(context, changed)
  forgetLoaded(context)
  return { run: await findRun(context, runId), userErrors: [] }
}

export function refuse(...userErrors: UserError[]): RunPayload {
  return { run: null, userErrors }
}
