import { newPublicId } from '@marquee/schema/ids'
import type { LoosePicture } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import type { IdSource } from '../ids/lease-id-source.ts'
import type { WalkStep } from '../paging/walk-step.ts'

export type LoosePictureRow = LoosePicture

/** How long a picture that was announced may be sent, and used. */
export const PICTURE_UPLOAD_LIFE_MS = 3_600_000

/** Writes the row of an upload that the object store has just opened. */
export async function createPictureUpload(
  tx: Transaction,
  picture: Omit<LoosePictureRow, 'storeId'> & { readonly storeId: string },
): Promise<LoosePictureRow> {
  return tx.loosePicture.create({ data: picture })
}

/** A picture that its own account is sending, or has sent; null where it has none of this id, or its time is over. */
export async function findPictureUpload(
  tx: Transaction,
  { accountId, publicId, now }: { readonly accountId: bigint; readonly publicId: string; readonly now: Date },
): Promise<(LoosePictureRow & { readonly storeId: string }) | null> {
  const row = await tx.loosePicture.findFirst({ where: { accountId, publicId, removeAfter: { gt: now } } })
  return row?.storeId ? { ...row, storeId: row.storeId } : null
}

/** An object in the originals bucket; `storeId` is of the upload that it was sent in, if it was. */
export interface DuePicture {
  readonly id: bigint
  readonly key: string
  readonly storeId: string | null
}

/** Pictures that are to go now, in the order of their ids, behind `after`. A logo stays as long as a run draws it. */
export async function findDuePictures(
  tx: Transaction,
  { limit, after = 0n }: WalkStep,
): Promise<DuePicture[]> {
  return tx.$queryRaw<DuePicture[]>`
    SELECT p.id, p.key, p.store_id AS "storeId" FROM loose_picture p
     WHERE p.id > ${after} AND p.remove_after <= now() AND NOT EXISTS (
       SELECT 1 FROM pipeline_run r WHERE r.status = 'running' AND r.watermark ->> 'key' = p.key)
     ORDER BY p.id LIMIT ${limit}`
}

/** Its object is gone. */
export async function forgetPicture(tx: Transaction, id: bigint): Promise<void> {
  await tx.loosePicture.deleteMany({ where: { id } })
}

/** Promises that an object will go: before it is written, until something names it, and once nothing does any more. */
export async function loosenPicture(
  tx: Transaction,
  ids: IdSource,
  { accountId, key }: { readonly accountId: bigint; readonly key: string },
): Promise<void> {
  const removeAfter = new Date(Date.now() + PICTURE_UPLOAD_LIFE_MS)
  await tx.loosePicture.createMany({
    data: [{ id: BigInt(ids.next()), publicId: newPublicId(), accountId, key, removeAfter }],
    skipDuplicates: true,
  })
}

/** Something names it now: it stays. */
export async function keepPicture(tx: Transaction, key: string): Promise<void> {
  await tx.loosePicture.deleteMany({ where: { key } })
}
