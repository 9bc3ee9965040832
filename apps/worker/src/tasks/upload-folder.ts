import { join } from 'node:path'
import type { ObjectStore } from '@marquee/storage'
import { listFiles } from './list-files.ts'
import { revisionObject } from './revision-object.ts'

/** Segments are small, and a store answers once they are on its disk: this many at once hide its waiting, and hold little memory. */
const CONCURRENCY = 24

/**
 * Uploads every file below a local folder to `prefix` + its relative path. Where one fails, the others are aborted, and nothing
 * is under way any more when it throws: who removes what has come meets no latecomers.
 */
export async function uploadFolder(
  store: ObjectStore,
  folder: string,
  prefix: string,
  signal: AbortSignal,
): Promise<void> {
  const files = (await listFiles(folder)).values()
  const failed = new AbortController()
  const uploadInTurn = async () => {
    for (const file of files) {
      const path = join(folder, file)
      // One of its own: each file that is under way listens for its end, and a run's signal has few ears.
      const own = AbortSignal.any([signal, failed.signal])
      await store
        .uploadFile(path, `${prefix}${file}`, { ...revisionObject(path), signal: own })
        .catch((error) => failed.abort(error))
      if (failed.signal.aborted) return
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, uploadInTurn))
  failed.signal.throwIfAborted()
}
