import { readdir } from 'node:fs/promises'
import { extname, join, relative } from 'node:path'
import type { ObjectStore } from '@marquee/storage'

/** Segments are small, and a store answers once they are on its disk: this many at once hide its waiting, and hold little memory. */
const CONCURRENCY = 24

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.mpd': 'application/dash+xml',
  '.m4s': 'video/iso.segment',
  '.mp4': 'video/mp4',
  '.jpg': 'image/jpeg',
  '.vtt': 'text/vtt; charset=utf-8',
  '.json': 'application/json',
}

/** A revision never changes: whatever holds it may hold it for a year (RFC 9111, RFC 8246). */
const IMMUTABLE = 'public, max-age=31536000, immutable'

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
  const contentType = CONTENT_TYPES[extname(path)] ?? 'application/octet-stream'
  // One of its own: each file that is under way listens for its end, and a run's signal has few ears.
  const own = AbortSignal.any([signal])
  await store.uploadFile(path, key, { contentType, cacheControl: IMMUTABLE, signal: own })
}

/** Runs `use` for each item, CONCURRENCY at a time. The first failure ends the others' turn. */
async function eachAtOnce<Item>(items: readonly Item[], use: (item: Item) => Promise<void>): Promise<void> {
  const queue = items.values()
  const runner = async () => {
    for (const item of queue) await use(item)
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, runner))
}
