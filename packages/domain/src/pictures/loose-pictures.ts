import type { LoosePicture } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'

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

/** Pictures that are to go now, in the order of their ids, behind `after`. */
export async function findDuePictures(
  tx: Transaction,
  { limit, after = 0n }: { readonly limit: number; readonly after?: bigint | undefined },
): Promise<LoosePictureRow[]> {
  return tx.loosePicture.findMany({
    where: { id: { gt: after }, removeAfter: { lte: new Date() } },
    orderBy: { id: 'asc' },
    take: limit,
  })
}

/** Its object is gone. */
export async function forgetPicture(tx: Transaction, id: bigint): Promise<void> {
  await tx.loosePicture.deleteMany({ where: { id } })
}
