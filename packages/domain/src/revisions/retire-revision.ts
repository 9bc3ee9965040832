import type { Transaction } from '../database/create-database.ts'
import type { WalkStep } from '../paging/walk-step.ts'

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
  { limit, after }: WalkStep<DueRevision>,
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
