import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { objectPath } from './escape-key.ts'
import { createLeases, type Leases } from './leases.ts'
import { createLocks, type Locks } from './locks.ts'

/**
 * The data folder:
 *
 *     temporary/<random>                        being written; swept at start
 *     buckets/<bucket>/objects/<escaped key>~   sealed files (sealed-file.ts, escape-key.ts)
 *     buckets/<bucket>/lifecycle.json           its rules, where it has any
 *     buckets/<bucket>/uploads/<id>/open        an UploadRecord: parts may come
 *     buckets/<bucket>/uploads/<id>/done        the same, renamed: an object is made of these parts
 *     buckets/<bucket>/uploads/<id>/<number>    sealed parts
 */
export interface Disk {
  root: string
  /** Names of existing buckets. */
  buckets: Set<string>
  locks: Locks
  /** Who reads the parts of an upload, so that they are removed after the last. */
  leases: Leases
}

export function createDisk(root: string): Disk {
  return { root, buckets: new Set(), locks: createLocks(), leases: createLeases() }
}

export const paths = {
  temporaryFolder: (disk: Disk) => join(disk.root, 'temporary'),
  temporary: (disk: Disk) => join(disk.root, 'temporary', randomUUID()),
  buckets: (disk: Disk) => join(disk.root, 'buckets'),
  bucket: (disk: Disk, bucket: string) => join(disk.root, 'buckets', bucket),
  objects: (disk: Disk, bucket: string) => join(disk.root, 'buckets', bucket, 'objects'),
  object: (disk: Disk, bucket: string, key: string) =>
    join(disk.root, 'buckets', bucket, 'objects', objectPath(key)),
  uploads: (disk: Disk, bucket: string) => join(disk.root, 'buckets', bucket, 'uploads'),
  upload: (disk: Disk, bucket: string, uploadId: string) =>
    join(disk.root, 'buckets', bucket, 'uploads', uploadId),
  part: (disk: Disk, bucket: string, uploadId: string, number: number) =>
    join(disk.root, 'buckets', bucket, 'uploads', uploadId, String(number)),
}
