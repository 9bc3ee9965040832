import type { Transaction } from '../database/create-database.ts'
import type { WalkStep } from '../paging/walk-step.ts'
import { deleteVideo } from '../videos/store.ts'
import { closeUpload } from './store.ts'

export interface ExpiredUpload {
  readonly id: bigint
  readonly videoId: bigint
  readonly key: string
  /** The object store's id of the multipart upload. */
  readonly storeId: string
}

/** Open uploads that were left for longer than their parts are kept, in the order of their ids, behind `after`. */
export async function findExpiredUploads(
  tx: Transaction,
  { limit, after = 0n }: WalkStep,
): Promise<ExpiredUpload[]> {
  return tx.upload.findMany({
    where: { id: { gt: after }, status: 'open', expiresAt: { lte: new Date() } },
    select: { id: true, videoId: true, key: true, storeId: true },
    orderBy: { id: 'asc' },
    take: limit,
  })
}

/** Ends an upload that nobody finished, and the video that waited for it. False where it has ended meanwhile. */
export async function expireUpload(tx: Transaction, upload: ExpiredUpload): Promise<boolean> {
  if (!(await closeUpload(tx, upload.id, 'expired'))) return false
  await deleteVideo(tx, upload.videoId)
  return true
}
