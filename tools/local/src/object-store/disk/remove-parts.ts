import { rm } from 'node:fs/promises'
import { type Disk, paths } from './disk.ts'

/**
 * Removes the parts of an object that is gone, after its last reader. In the background: nothing is lost when it
 * fails or is cut short, since the sweep at start removes what no object names.
 */
export function removeParts(disk: Disk, bucket: string, uploadId: string): void {
  disk.leases.whenFree(uploadId, () => {
    rm(paths.upload(disk, bucket, uploadId), { recursive: true, force: true }).catch(() => undefined)
  })
}
