import type { Transaction } from '../database/create-database.ts'

const HOUR_MS = 3_600_000

/**
 * How long after its replacement a revision may still be named by a playback token: tokens live 12 h, rounded up
 * to the next hour (packages/service playbackExpiry), so 13 h; the 14th is for clocks and caches.
 */
export const REVISION_GRACE_MS = 14 * HOUR_MS

/** Promises that a folder under videos/<public id>/ will be removed in `afterMs`; the sweep keeps the promise. */
export async function retireRevision(
  tx: Transaction,
  { publicId }: { readonly publicId: string },
  revision: string,
  afterMs: number,
): Promise<void> {
  const removeAfter = new Date(Date.now() + afterMs)
  await tx.retiredRevision.createMany({
    data: [{ videoPublicId: publicId, revision, removeAfter }],
    skipDuplicates: true,
  })
}

/** `k3…/poster.jpg` → `k3…`: the folder of what a path below `videos/<video>/` names. */
export function folderOf(path: string): string {
  return path.split('/', 1)[0] ?? path
}

/** A folder `videos/<video>/<revision>/` that is to go. */
export interface DueRevision {
  readonly videoPublicId: string
  readonly revision: string
}

/** Folders that are due now, in the order of their names, behind `after`. */
export async function findDueRevisions(
  tx: Transaction,
  { limit, after }: { readonly limit: number; readonly after?: DueRevision | undefined },
): Promise<DueRevision[]> {
  return tx.retiredRevision.findMany({
    where: { removeAfter: { lte: new Date() }, ...(after && { OR: behind(after) }) },
    select: { videoPublicId: true, revision: true },
    orderBy: [{ videoPublicId: 'asc' }, { revision: 'asc' }],
    take: limit,
  })
}

function behind({ videoPublicId, revision }: DueRevision) {
  return [{ videoPublicId: { gt: videoPublicId } }, { videoPublicId, revision: { gt: revision } }]
}

export async function forgetRevision(tx: Transaction, removed: DueRevision): Promise<void> {
  await tx.retiredRevision.deleteMany({ where: removed })
}

/** What is owed for longer than `forMs`, in the order of ids, behind `after`. */
export interface OwedSince {
  readonly forMs: number
  readonly limit: number
  readonly after?: bigint | undefined
}

/** Runs that ended more than `forMs` ago and whose temporary objects are still there. */
export async function findUncleanRuns(
  tx: Transaction,
  { forMs, limit, after = 0n }: OwedSince,
): Promise<bigint[]> {
  const runs = await tx.pipelineRun.findMany({
    where: { id: { gt: after }, cleanedAt: null, endedAt: { lte: ago(forMs) } },
    select: { id: true },
    orderBy: { id: 'asc' },
    take: limit,
  })
  return runs.map(({ id }) => id)
}

export async function markRunCleaned(tx: Transaction, runId: bigint): Promise<void> {
  await tx.pipelineRun.updateMany({
    where: { id: runId, cleanedAt: null, status: { not: 'running' } },
    data: { cleanedAt: new Date() },
  })
}

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
const UNFINISHED_GRACE_MS = HOUR_MS

/**
 * Videos deleted more than `forMs` ago whose objects are still there; an hour ago where their upload was not
 * completed, so that one look finds whatever came late.
 */
export async function findUnpurgedVideos(
  tx: Transaction,
  { forMs, limit, after = 0n }: OwedSince,
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
