import type { Prisma, UploadStatus } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import { idsWithin, type KeysetPage, newestFirst } from '../paging/keyset.ts'

const INCLUDE = { video: { select: { publicId: true, status: true } } } satisfies Prisma.UploadInclude

/** An upload with what its policy needs of its video. */
export type UploadRow = Prisma.UploadGetPayload<{ include: typeof INCLUDE }>

export type NewUpload = Omit<Prisma.UploadUncheckedCreateInput, 'status' | 'createdAt' | 'completedAt'>

/** Writes the row of a multipart upload that the object store has just opened. */
export async function createUpload(tx: Transaction, upload: NewUpload): Promise<UploadRow> {
  return tx.upload.create({ data: upload, include: INCLUDE })
}

/** In the order of the ids asked for; null where there is none. Policy decides who sees them. */
export async function findUploadsByPublicIds(
  tx: Transaction,
  publicIds: readonly string[],
): Promise<(UploadRow | null)[]> {
  const rows = await tx.upload.findMany({ where: { publicId: { in: [...publicIds] } }, include: INCLUDE })
  const byId = new Map(rows.map((row) => [row.publicId, row]))
  return publicIds.map((id) => byId.get(id) ?? null)
}

/** An account's newest open upload of a file of this size, by what its client knows it by; null where there is none. */
export async function findUnfinishedUpload(
  tx: Transaction,
  file: { readonly accountId: bigint; readonly fingerprint: string; readonly size: number },
): Promise<UploadRow | null> {
  const { accountId, fingerprint, size } = file
  return tx.upload.findFirst({
    where: {
      accountId,
      fingerprint,
      sizeBytes: BigInt(size),
      status: 'open',
      expiresAt: { gt: new Date() },
      video: { status: 'uploading' },
    },
    orderBy: { id: 'desc' },
    include: INCLUDE,
  })
}

/** An account's uploads whose videos are not deleted, newest first. */
export async function listAccountUploads(
  tx: Transaction,
  accountId: bigint,
  page: KeysetPage<{ id: bigint }>,
  status?: UploadStatus,
): Promise<UploadRow[]> {
  return tx.upload.findMany({
    where: {
      accountId,
      ...(status && { status }),
      video: { status: { not: 'deleted' } },
      AND: idsWithin(page),
    },
    ...newestFirst(page),
    include: INCLUDE,
  })
}

/** Ends an open upload once, whoever asks; false where it had ended already. */
export async function closeUpload(
  tx: Transaction,
  id: bigint,
  status: Exclude<UploadStatus, 'open'>,
): Promise<boolean> {
  const { count } = await tx.upload.updateMany({
    where: { id, status: 'open' },
    data: { status, ...(status === 'completed' ? { completedAt: new Date() } : {}) },
  })
  return count === 1
}

/** The uploads of videos, in the order of the ids asked for. */
export async function findUploadsByVideos(
  tx: Transaction,
  videoIds: readonly bigint[],
): Promise<(UploadRow | null)[]> {
  const rows = await tx.upload.findMany({ where: { videoId: { in: [...videoIds] } }, include: INCLUDE })
  const byVideo = new Map(rows.map((row) => [row.videoId, row]))
  return videoIds.map((id) => byVideo.get(id) ?? null)
}
