import type { UploadRow } from '@marquee/domain/uploads'
import { type UploadedPart, UploadNotFound } from '@marquee/storage'
import type { Services } from '../schema/index.ts'

/** The parts that the object store holds of an open upload; null where the store knows no such upload any more. */
export async function listStoredParts(
  { originals }: Services,
  upload: UploadRow,
): Promise<UploadedPart[] | null> {
  try {
    return await originals.multipart.listParts({ key: upload.key, uploadId: upload.storeId })
  } catch (error) {
    if (error instanceof UploadNotFound) return null
    throw error
  }
}

/**
 * Numbers of the parts that need not be sent: what the store holds, or all of them where it has made the original
 * already, since a completion may be cut off before it is written down. Null where the store knows nothing of it.
 */
export async function findStoredParts(services: Services, upload: UploadRow): Promise<number[] | null> {
  const stored = await listStoredParts(services, upload)
  if (stored) return stored.map((part) => part.number)
  const original = await services.originals.head(upload.key)
  return original?.size === Number(upload.sizeBytes) ? everyPart(upload) : null
}

/** Numbers for resuming: what is stored, or everything once the upload is complete. */
export async function storedPartNumbers(services: Services, upload: UploadRow): Promise<number[]> {
  if (upload.status === 'completed') return everyPart(upload)
  if (upload.status !== 'open') return []
  return (await findStoredParts(services, upload)) ?? []
}

function everyPart({ partCount }: UploadRow): number[] {
  return Array.from({ length: partCount }, (_, index) => index + 1)
}
