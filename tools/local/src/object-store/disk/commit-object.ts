import { link, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { S3Error } from '../s3-error.ts'
import { type Disk, paths } from './disk.ts'
import { ensureFolder } from './ensure-folder.ts'
import { systemCode } from './missing.ts'
import type { ObjectRecord } from './records.ts'
import { removeParts } from './remove-parts.ts'
import { readSealed } from './sealed-file.ts'
import { syncFolder } from './sync-folder.ts'

/** Folders are pruned when they empty, so one may vanish between its making and its use. */
const PLACE_ATTEMPTS = 8

export interface Commit {
  bucket: string
  key: string
  /** A sealed file in the temporary folder; gone afterwards, whatever happens. */
  temporary: string
  /** `If-None-Match: *` */
  onlyIfNew: boolean
}

/**
 * Gives a written file its key; durable when this resolves.
 * @throws S3Error PreconditionFailed where `onlyIfNew` met an object
 */
export async function commitObject(disk: Disk, { bucket, key, temporary, onlyIfNew }: Commit): Promise<void> {
  const path = paths.object(disk, bucket, key)
  try {
    await disk.locks.hold(path, async () => {
      const previous = onlyIfNew ? undefined : await readSealed<ObjectRecord>(path)
      await place(temporary, path, onlyIfNew)
      await syncFolder(dirname(path))
      if (previous?.parts) removeParts(disk, bucket, previous.parts.uploadId)
    })
  } finally {
    await rm(temporary, { force: true })
  }
}

async function place(temporary: string, path: string, onlyIfNew: boolean): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await ensureFolder(dirname(path))
    try {
      // A link fails where the name is taken, in one step with making it; a rename replaces.
      return await (onlyIfNew ? link(temporary, path) : rename(temporary, path))
    } catch (error) {
      const code = systemCode(error)
      if (code === 'EEXIST') throw alreadyThere()
      if (code !== 'ENOENT' || attempt === PLACE_ATTEMPTS) throw error
    }
  }
}

export function alreadyThere(): S3Error {
  return new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold')
}
