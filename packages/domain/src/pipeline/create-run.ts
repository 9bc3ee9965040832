import { findWatermarkOf, letsViewersDownload } from '../channels/index.ts'
import type { Transaction } from '../database/create-database.ts'
import { forgetDownloads } from '../downloads/store.ts'
import type { IdSource } from '../ids/lease-id-source.ts'
import { folderOf, REVISION_GRACE_MS, retireRevision } from '../revisions/index.ts'
import { isRetryable } from '../videos/policy.ts'
import { moveVideo } from '../videos/store.ts'
import { DEFAULT_PIPELINE, isPipelineOffered } from './definitions.ts'

export interface RunRequest {
  readonly videoId: bigint
  /** Name of a definition. Which version it is, and what its tasks are, the dispatcher finds when it first sees the run. */
  readonly pipeline: string
  /** The trace of whoever asks (W3C Trace Context): what the run's tasks do belongs to it. */
  readonly traceparent?: string | undefined
}

/**
 * Writes a run without tasks; answers its id. After the transaction, send `enqueueDispatch`: where that is lost, the
 * sweep finds the run.
 */
export async function createRun(
  tx: Transaction,
  ids: IdSource,
  { videoId, pipeline, traceparent }: RunRequest,
): Promise<bigint> {
  const id = BigInt(ids.next())
  await tx.pipelineRun.create({
    data: {
      id,
      videoId,
      definition: pipeline,
      traceparent: traceparent ?? null,
      watermark: await findWatermarkOf(tx, videoId),
      downloads: await letsViewersDownload(tx, videoId),
    },
  })
  return id
}

/** The outcome of asking for another run. Why it was refused is a code of the error table. */
export type Retry =
  | { readonly retried: true; readonly runId: bigint; readonly publicId: string; readonly version: number }
  | { readonly retried: false; readonly code: 'NOT_RETRYABLE' }

/**
 * Runs its pipeline again on a failed video whose cause may have gone, or the default where that one is no longer offered; two
 * who ask at once make one run.
 */
export async function retryRun(
  tx: Transaction,
  ids: IdSource,
  { videoId, traceparent }: Omit<RunRequest, 'pipeline'>,
): Promise<Retry> {
  const video = await tx.video.findUnique({
    where: { id: videoId },
    select: {
      status: true,
      errorCode: true,
      originalKey: true,
      runs: { select: { definition: true }, orderBy: { id: 'desc' }, take: 1 },
    },
  })
  if (!video || !isRetryable(video)) return { retried: false, code: 'NOT_RETRYABLE' }
  const move = await moveVideo(tx, videoId, 'processing', { errorCode: null })
  if (!move.moved) return { retried: false, code: 'NOT_RETRYABLE' }
  // They were made as the channel wished then.
  for (const path of await forgetDownloads(tx, videoId))
    await retireRevision(tx, move.video, folderOf(path), REVISION_GRACE_MS)
  const last = video.runs[0]?.definition ?? DEFAULT_PIPELINE
  const pipeline = (await isPipelineOffered(tx, last)) ? last : DEFAULT_PIPELINE
  const runId = await createRun(tx, ids, { videoId, pipeline, traceparent })
  return { retried: true, runId, publicId: move.video.publicId, version: move.video.version }
}
