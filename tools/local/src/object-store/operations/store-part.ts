import { rm } from 'node:fs/promises'
import type { PartRecord } from '../disk/records.ts'
import { commitPart, readOpenUpload } from '../disk/uploads.ts'
import type { Call } from '../operation.ts'
import { readPartNumber } from './part-number.ts'
import { type Content, writePart } from './write-object.ts'

/** Writes one part of an open upload. `open` is called only once the upload is known to be open. */
export async function storePart(call: Call, open: () => Promise<Content>): Promise<PartRecord> {
  const { disk, bucket, key } = call
  const { uploadId, number } = readPartNumber(call)
  await readOpenUpload(disk, bucket, key, uploadId)
  const { temporary, record } = await writePart(call, await open())
  try {
    await commitPart(disk, bucket, key, { uploadId, number, temporary })
  } finally {
    await rm(temporary, { force: true })
  }
  return record
}
