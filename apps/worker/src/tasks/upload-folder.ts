import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { ObjectStore } from '@marquee/storage'
import { revisionObject } from './revision-object.ts'

/** Segments are small, and a store answers once they are on its disk: this many at once hide its waiting, and hold little memory. */
const CONCURRENCY = 24

/** Uploads every file below a local folder to `prefix` + its relative path, and answers those paths. */
export async function uploadFolder(
  store: ObjectStore,
  folder: string,
  prefix: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
  await eachAtOnce(files, (file) => uploadFile(store, join(folder, file), `${prefix}${file}`, signal))
  return files
}

async function uploadFile(store: ObjectStore, path: string, key: string, signal: AbortSignal): Promise<void> {
  // One of its own: each file that is under way listens for its end, and a run's signal has few ears.
  const own = AbortSignal.any([signal])
  await store.uploadFile(path, key, { ...revisionObject(path), signal: own })
}

/** Runs `use` for each item, CONCURRENCY at a time. The first failure ends the others' turn. */
async function eachAtOnce<Item>(items: readonly Item[], use: (item: Item) => Promise<void>): Promise<void> {
  const queue = items.values()
  const runner = async () => {
    for (const item of queue) await use(item)
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, runner))
}
