import type { Denial, DenialScope } from '@marquee/media'
import type { PlaybackDenial } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import { REVISION_GRACE_MS } from '../revisions/index.ts'

/** A row that the edges may not know yet, with the version that it had when it was read. */
export interface UnannouncedDenial extends Denial {
  readonly version: number
}

/** Refuses tokens of a video that are out; in the transaction that took away the right to watch it. */
export async function denyPlayback(
  tx: Transaction,
  videoPublicId: string,
  scope: Exclude<DenialScope, 'nothing'>,
): Promise<void> {
  const denial = { scope, until: new Date(Date.now() + REVISION_GRACE_MS) }
  await tx.playbackDenial.upsert({
    where: { videoPublicId },
    create: { videoPublicId, ...denial },
    update: { ...denial, announced: false, version: { increment: 1 } },
  })
}

/** Takes a denial of shared tokens back: the video may be watched by strangers again. */
export async function allowPlayback(tx: Transaction, videoPublicId: string): Promise<void> {
  await tx.playbackDenial.updateMany({
    where: { videoPublicId, scope: 'shared' },
    data: { scope: 'nothing', announced: false, version: { increment: 1 } },
  })
}

/** Denials in force that the edges were not told of; soonest to end first. */
export async function findUnannounced(tx: Transaction, limit: number): Promise<UnannouncedDenial[]> {
  const rows = await tx.playbackDenial.findMany({
    where: { announced: false, until: { gt: new Date() } },
    orderBy: { until: 'asc' },
    take: limit,
  })
  return rows.map(toDenial)
}

export async function findDenial(tx: Transaction, videoPublicId: string): Promise<UnannouncedDenial | null> {
  const row = await tx.playbackDenial.findUnique({ where: { videoPublicId } })
  return row && toDenial(row)
}

/** Has everything told again, since the list that was told is lost. */
export async function unannounceAll(tx: Transaction): Promise<void> {
  await tx.playbackDenial.updateMany({ where: { announced: true }, data: { announced: false } })
}

/** False where the denial has changed since it was read: what the edges were told is old. */
export async function markAnnounced(
  tx: Transaction,
  { video, version }: UnannouncedDenial,
): Promise<boolean> {
  const { count } = await tx.playbackDenial.updateMany({
    where: { videoPublicId: video, version },
    data: { announced: true },
  })
  return count === 1
}

/** Forgets what no token can meet any more. */
export async function forgetEndedDenials(tx: Transaction): Promise<void> {
  await tx.playbackDenial.deleteMany({ where: { until: { lte: new Date() } } })
}

type Row = Pick<PlaybackDenial, 'videoPublicId' | 'scope' | 'until' | 'version'>

function toDenial({ videoPublicId, scope, until, version }: Row): UnannouncedDenial {
  return { video: videoPublicId, scope, until, version }
}
