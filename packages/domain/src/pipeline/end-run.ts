import { isRecoverable, type RunErrorCode } from '@marquee/media'
import type { Transaction } from '../database/create-database.ts'
import { touchVideo } from '../videos/store.ts'
import { cancelTasks } from './cancel-tasks.ts'
import { type LockedRun, lockRun } from './find-run.ts'
import { recordFailure } from './record-results.ts'
import { storableText } from './storable-text.ts'

/** How a run ends. The first end stands; tasks that have not settled are cancelled (cancel-tasks.ts). */
export type RunEnd =
  | { readonly status: 'succeeded' | 'cancelled' }
  | {
      readonly status: 'failed'
      readonly errorCode: string
      readonly errorTask: string | null
      readonly errorDetail?: string | null
    }

/** False where the run had ended already. */
export async function endRun(tx: Transaction, runId: bigint, end: RunEnd): Promise<boolean> {
  const { count } = await tx.pipelineRun.updateMany({
    where: { id: runId, status: 'running' },
    data: { ...end, endedAt: new Date() },
  })
  if (count === 0) return false
  await cancelTasks(tx, { runId })
  return true
}

/** Why a run fails; `detail` is for people who run Marquee, where it is by no task, whose own row would say it. */
interface RunFailure {
  readonly code: RunErrorCode
  readonly task: string | null
  readonly detail?: string
}

/**
 * Ends a run by failure, and its video with it: what was shown of that already is withdrawn where the source is to blame. False
 * where the run had ended already. Afterwards send `enqueueCleaning`, and tell subscribers of the change.
 */
export async function failRun(
  tx: Transaction,
  run: Pick<LockedRun, 'id' | 'video'>,
  { code, task, detail }: RunFailure,
): Promise<boolean> {
  const errorDetail = detail === undefined ? null : storableText(detail)
  const end = { status: 'failed', errorCode: code, errorTask: task, errorDetail } as const
  if (!(await endRun(tx, run.id, end))) return false
  await recordFailure(tx, run.video, { code, withdraw: !isRecoverable(code) })
  return true
}

/**
 * Stops whatever runs for a video; answers the runs that ended by it. Call it before the video's own row is
 * changed in the same transaction: locks are taken in the order run, tasks, video.
 */
export async function cancelRunsOf(tx: Transaction, { videoId }: { videoId: bigint }): Promise<bigint[]> {
  const running = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM pipeline_run WHERE video_id = ${videoId} AND status = 'running' ORDER BY id FOR UPDATE`
  for (const { id } of running) await endRun(tx, id, { status: 'cancelled' })
  return running.map(({ id }) => id)
}

/**
 * Stops one run for good, by an operator's word: its video has failed with RUN_CANCELLED, which `retryRun` may undo. Null
 * where it has ended already. Workers notice within seconds. After the transaction send `enqueueCleaning`, else the sweep
 * cleans, and tell subscribers of the change.
 */
export async function cancelRun(
  tx: Transaction,
  runId: bigint,
): Promise<{ readonly publicId: string; readonly version: number } | null> {
  const run = await lockRun(tx, runId)
  if (!run || !(await endRun(tx, runId, { status: 'cancelled' }))) return null
  await recordFailure(tx, run.video, { code: 'RUN_CANCELLED', withdraw: false })
  return touchVideo(tx, run.videoId)
}
