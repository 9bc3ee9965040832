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

/** Numbers for resuming: what is stored, or everything once the upload is complete. */
export async function storedPartNumbers(services: Services, upload: UploadRow): Promise<number[]> {
  if (upload.status === 'completed') return Array.from({ length: upload.partCount }, (_, index) => index + 1)
  if (upload.status !== 'open') return []
  return ((await listStoredParts(services, upload)) ?? []).map((part) => part.number)
}
