import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { S3Error } from '../s3-error.ts'
import { type Disk, paths } from './disk.ts'
import { ensureFolder } from './ensure-folder.ts'
import { ignoreMissing } from './missing.ts'
import type { PartRecord, UploadRecord } from './records.ts'
import { readSealed } from './sealed-file.ts'
import { syncFolder } from './sync-folder.ts'

export const OPEN = 'open'
export const DONE = 'done'

const UPLOAD_ID = /^[0-9a-f]{32}$/

export async function createUploadFolder(
  disk: Disk,
  bucket: string,
  uploadId: string,
  record: UploadRecord,
): Promise<void> {
  const folder = paths.upload(disk, bucket, uploadId)
  const temporary = paths.temporary(disk)
  await writeFile(temporary, JSON.stringify(record), { mode: 0o600, flush: true })
  await ensureFolder(folder)
  await rename(temporary, join(folder, OPEN))
  await syncFolder(folder)
}

/** @throws S3Error NoSuchUpload */
export async function readOpenUpload(
  disk: Disk,
  bucket: string,
  key: string,
  uploadId: string,
): Promise<UploadRecord> {
  const record = UPLOAD_ID.test(uploadId) ? await readUpload(disk, bucket, uploadId, OPEN) : undefined
  if (record?.key === key) return record
  throw new S3Error('NoSuchUpload', 'The upload does not exist, was aborted, or is completed')
}

export async function readUpload(
  disk: Disk,
  bucket: string,
  uploadId: string,
  state: typeof OPEN | typeof DONE,
): Promise<UploadRecord | undefined> {
  const text = await ignoreMissing(readFile(join(paths.upload(disk, bucket, uploadId), state), 'utf8'))
  return text === undefined ? undefined : JSON.parse(text)
}

/** Commits a written part; a part of the same number is replaced. @throws S3Error NoSuchUpload */
export async function commitPart(
  disk: Disk,
  bucket: string,
  key: string,
  { uploadId, number, temporary }: { uploadId: string; number: number; temporary: string },
): Promise<void> {
  await disk.locks.hold(uploadId, async () => {
    // The upload may have been completed or aborted while the bytes came in.
    await readOpenUpload(disk, bucket, key, uploadId)
    await rename(temporary, paths.part(disk, bucket, uploadId, number))
  })
  await syncFolder(paths.upload(disk, bucket, uploadId))
}

/** Part numbers in order. */
export async function partNumbers(disk: Disk, bucket: string, uploadId: string): Promise<number[]> {
  const names = (await ignoreMissing(readdir(paths.upload(disk, bucket, uploadId)))) ?? []
  return names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b)
}

export function readPart(disk: Disk, bucket: string, uploadId: string, number: number) {
  return readSealed<PartRecord>(paths.part(disk, bucket, uploadId, number))
}

/** The object exists: from now on the folder is its data. */
export async function markDone(disk: Disk, bucket: string, uploadId: string): Promise<void> {
  const folder = paths.upload(disk, bucket, uploadId)
  await rename(join(folder, OPEN), join(folder, DONE))
  await syncFolder(folder)
}

/** Closes the upload first, so that a crash leaves a folder that the sweep takes for rubbish. */
export async function removeUpload(disk: Disk, bucket: string, uploadId: string): Promise<void> {
  const folder = paths.upload(disk, bucket, uploadId)
  await rm(join(folder, OPEN), { force: true })
  await syncFolder(folder)
  await rm(folder, { recursive: true, force: true })
}
