import { isSettled } from '@marquee/media'
import { Prisma } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import type { IdSource } from '../ids/lease-id-source.ts'
import { REVISION_GRACE_MS, retireRevision } from '../revisions/index.ts'
import { moveVideo } from '../videos/store.ts'
import { endRun } from './end-run.ts'
import { findNodes, type LockedRun } from './find-run.ts'

/**
 * Ends a run whose hardware failed, and makes one in software that does what it was asked for: chunks of both would not fit
 * each other. Its video is told nothing of it. Answers the other run, to be dispatched; null where there is to be none, since
 * the video has come to an end or this run was in software itself. Call it under the run's lock.
 */
export async function goOnInSoftware(
  tx: Transaction,
  ids: IdSource,
  run: LockedRun,
  failure: { readonly code: string; readonly task: string },
): Promise<bigint | null> {
  if (run.software || isSettled(run.video.status)) return null
  const { code: errorCode, task: errorTask } = failure
  if (!(await endRun(tx, run.id, { status: 'failed', errorCode, errorTask }))) return null
  if (await isGrown(tx, run)) await stopShowing(tx, run, errorCode)
  const { videoId, definition, definitionVersion, traceparent, watermark, downloads } = run
  const id = BigInt(ids.next())
  await tx.pipelineRun.create({
    data: {
      ...{ id, videoId, definition, definitionVersion, traceparent, downloads, software: true },
      watermark: (watermark as Prisma.InputJsonObject | null) ?? Prisma.DbNull,
    },
  })
  return id
}

/** Whether viewers are shown the stream that this run was making. */
async function isGrown(tx: Transaction, { id, video }: LockedRun): Promise<boolean> {
  const nodes = await findNodes(tx, id)
  return nodes.some(({ output }) => output.stream?.revision === video.revision)
}

/** Nothing will be added to it. What there is of it stays readable for who watches it. */
async function stopShowing(tx: Transaction, { video }: LockedRun, errorCode: string): Promise<void> {
  const { id, revision } = video
  const nothing = { revision: null, hlsPath: null, dashPath: null }
  await moveVideo(tx, id, 'failed', { errorCode, ...nothing })
  await moveVideo(tx, id, 'processing', { errorCode: null })
  await tx.rendition.deleteMany({ where: { videoId: id } })
  if (revision !== null) await retireRevision(tx, video, revision, REVISION_GRACE_MS)
}
