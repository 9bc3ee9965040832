import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createDisk, type Disk, paths } from './disk.ts'
import { ensureFolder } from './ensure-folder.ts'
import { ignoreMissing } from './missing.ts'
import type { ObjectRecord } from './records.ts'
import { readSealed } from './sealed-file.ts'
import { DONE, markDone, OPEN, readUpload } from './uploads.ts'

/** Takes over a data folder, new or left by a process that may have died in mid-write. */
export async function openDisk(root: string): Promise<{ disk: Disk; swept: number }> {
  const disk = createDisk(root)
  await ensureFolder(paths.buckets(disk))
  await ensureFolder(paths.temporaryFolder(disk))
  const temporary = await sweepTemporary(disk)
  const uploads = await sweepUploads(disk)
  return { disk, swept: temporary + uploads }
}

async function sweepTemporary(disk: Disk): Promise<number> {
  const folder = paths.temporaryFolder(disk)
  const names = await readdir(folder)
  for (const name of names) await rm(join(folder, name), { force: true })
  return names.length
}

async function sweepUploads(disk: Disk): Promise<number> {
  let swept = 0
  for (const bucket of await readdir(paths.buckets(disk))) {
    disk.buckets.add(bucket)
    for (const uploadId of (await ignoreMissing(readdir(paths.uploads(disk, bucket)))) ?? []) {
      if (await sweepUpload(disk, bucket, uploadId)) swept++
    }
  }
  return swept
}

/** True where the folder was rubbish: half made, half removed, or of an object that is gone. */
async function sweepUpload(disk: Disk, bucket: string, uploadId: string): Promise<boolean> {
  const open = await readUpload(disk, bucket, uploadId, OPEN)
  const upload = open ?? (await readUpload(disk, bucket, uploadId, DONE))
  const object = upload && (await readSealed<ObjectRecord>(paths.object(disk, bucket, upload.key)))
  const inUse = object?.parts?.uploadId === uploadId
  // The process died between making the object and closing its upload.
  if (open && inUse) await markDone(disk, bucket, uploadId)
  if (open || inUse) return false
  await rm(paths.upload(disk, bucket, uploadId), { recursive: true, force: true })
  return true
}

export async function createBucketFolders(disk: Disk, bucket: string): Promise<void> {
  await ensureFolder(paths.objects(disk, bucket))
  await ensureFolder(paths.uploads(disk, bucket))
  disk.buckets.add(bucket)
}
