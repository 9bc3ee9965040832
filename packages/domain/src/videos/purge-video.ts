import type { Transaction } from '../database/create-database.ts'
import type { WalkStep } from '../paging/walk-step.ts'

/** A deleted video with what was uploaded for it: the key in the originals bucket, and the store's multipart id. */
export interface UnpurgedVideo {
  readonly id: bigint
  readonly publicId: string
  readonly upload: { readonly key: string; readonly storeId: string } | null
}

/**
 * How long after an upload was given up the store may still finish what it was asked before: making one object of
 * the parts «could take several minutes» (S3, CompleteMultipartUpload), and a part under way may outlive the abort.
 */
const UNFINISHED_GRACE_MS = 3_600_000

/**
 * Videos deleted more than `forMs` ago whose objects are still there; an hour ago where their upload was not
 * completed, so that one look finds whatever came late. In the order of ids, behind `after`.
 */
export async function findUnpurgedVideos(
  tx: Transaction,
  { forMs, limit, after = 0n }: WalkStep & { readonly forMs: number },
): Promise<UnpurgedVideo[]> {
  return tx.video.findMany({
    where: {
      id: { gt: after },
      purgedAt: null,
      status: 'deleted',
      OR: [
        { deletedAt: { lte: ago(forMs) }, NOT: { upload: { status: { in: ['aborted', 'expired'] } } } },
        { deletedAt: { lte: ago(UNFINISHED_GRACE_MS) } },
      ],
    },
    select: { id: true, publicId: true, upload: { select: { key: true, storeId: true } } },
    orderBy: { id: 'asc' },
    take: limit,
  })
}

export async function markVideoPurged(tx: Transaction, id: bigint): Promise<void> {
  await tx.video.updateMany({ where: { id, purgedAt: null }, data: { purgedAt: new Date() } })
}

/** Owes what is stored of a deleted video another removal: something may have been written after the first. */
export async function owePurge(tx: Transaction, id: bigint): Promise<void> {
  await tx.video.updateMany({
    where: { id, status: 'deleted', purgedAt: { not: null } },
    data: { purgedAt: null },
  })
}

function ago(ms: number): Date {
  return new Date(Date.now() - ms)
}
