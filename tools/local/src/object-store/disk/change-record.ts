import { rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Disk, paths } from './disk.ts'
import type { ObjectRecord } from './records.ts'
import { openSealed, type SealedFile, writeSealed } from './sealed-file.ts'
import { syncFolder } from './sync-folder.ts'

/**
 * Writes what is known of an object anew, its bytes unchanged; durable when this resolves. An object of parts has no
 * bytes in its file; any other is copied, so that a crash leaves the one or the other whole.
 *
 * @returns false where there is no such object
 */
export async function changeRecord(
  disk: Disk,
  bucket: string,
  key: string,
  change: (record: ObjectRecord) => ObjectRecord,
): Promise<boolean> {
  const path = paths.object(disk, bucket, key)
  return disk.locks.hold(path, async () => {
    const sealed = await openSealed<ObjectRecord>(path)
    if (!sealed) return false
    const temporary = paths.temporary(disk)
    try {
      await writeSealed(temporary, dataOf(sealed), () => change(sealed.trailer))
      await rename(temporary, path)
      await syncFolder(dirname(path))
    } finally {
      await rm(temporary, { force: true })
      await sealed.file.close()
    }
    return true
  })
}

async function* dataOf({ file, trailer }: SealedFile<ObjectRecord>): AsyncGenerator<Buffer> {
  if (trailer.parts || trailer.size === 0) return
  yield* file.createReadStream({ start: 0, end: trailer.size - 1, autoClose: false })
}
