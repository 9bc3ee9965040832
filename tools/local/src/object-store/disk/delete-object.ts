import { rmdir, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Disk, paths } from './disk.ts'
import { systemCode } from './missing.ts'
import type { ObjectRecord } from './records.ts'
import { removeParts } from './remove-parts.ts'
import { readSealed } from './sealed-file.ts'
import { syncFolder } from './sync-folder.ts'

/**
 * Durable when this resolves; what is not there is deleted already.
 *
 * @param isWanted asked while nobody else can change the object
 * @returns whether an object went
 */
export async function deleteObjectFile(
  disk: Disk,
  bucket: string,
  key: string,
  isWanted: (record: ObjectRecord) => boolean = () => true,
): Promise<boolean> {
  const path = paths.object(disk, bucket, key)
  return disk.locks.hold(path, async () => {
    const record = await readSealed<ObjectRecord>(path)
    if (!record || !isWanted(record)) return false
    await unlink(path)
    await syncNearest(dirname(path))
    if (record.parts) removeParts(disk, bucket, record.parts.uploadId)
    await pruneFolders(dirname(path), paths.objects(disk, bucket))
    return true
  })
}

/** The folder itself may have been pruned by another deletion: then its absence is what must be durable. */
async function syncNearest(folder: string): Promise<void> {
  try {
    await syncFolder(folder)
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
    await syncNearest(dirname(folder))
  }
}

/** Removes folders that have emptied, upwards. A folder that a writer fills meanwhile stays. */
async function pruneFolders(from: string, root: string): Promise<void> {
  for (let folder = from; folder !== root; folder = dirname(folder)) {
    try {
      await rmdir(folder)
    } catch (error) {
      if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(systemCode(error) ?? '')) return
      throw error
    }
  }
}
