import { createHash, randomUUID } from 'node:crypto'
import { chmod, chown, link, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { ObjectNotFound, type ObjectStore } from '@marquee/storage'

/**
 * Objects as local files, so that the tasks of one run on one machine download its source once. Files are handed
 * out as hard links: the kernel counts who still holds one, so that dropping it here takes it from nobody. Safe between processes.
 */
export interface FileCache {
  /** Puts the object at `path`, from here or from the store. @throws ObjectNotFound, StorageUnavailable */
  fetch(store: ObjectStore, key: string, path: string, signal: AbortSignal): Promise<void>
  /** Keeps a file that was just uploaded under a key, as the version that the store called `etag`. */
  keep(store: ObjectStore, key: string, etag: string, path: string): Promise<void>
}

export interface FileCacheSettings {
  /** On the same file system as the tasks' folders. */
  readonly folder: string
  /** What programs run as, uid and gid alike; null for ourselves. */
  readonly uid: number | null
  /** Files beyond this are dropped, the longest unused first. */
  readonly maxBytes: number
}

export async function openFileCache(settings: FileCacheSettings): Promise<FileCache> {
  await mkdir(settings.folder, { recursive: true, mode: 0o711 })
  const downloads = new Map<string, Promise<void>>()
  const fileOf = (store: ObjectStore, key: string, etag: string) =>
    join(settings.folder, createHash('sha256').update(`${store.bucket}/${key} ${etag}`).digest('hex'))

  /** One download at a time for a key; who comes later waits for it, and starts its own where it failed. */
  const download = async (
    store: ObjectStore,
    key: string,
    file: string,
    signal: AbortSignal,
  ): Promise<void> => {
    const running = downloads.get(file)
    if (running) {
      await running.catch(() => undefined)
      signal.throwIfAborted()
      if (await exists(file)) return
      return download(store, key, file, signal)
    }
    const started = downloadWhole(settings, store, key, file, signal).finally(() => downloads.delete(file))
    downloads.set(file, started)
    await started
  }

  return {
    async fetch(store, key, path, signal) {
      const info = await store.head(key, { signal })
      if (!info) throw new ObjectNotFound(key)
      const file = fileOf(store, key, info.etag)
      while (!(await linked(file, path))) await download(store, key, file, signal)
      await touch(file)
    },
    async keep(store, key, etag, path) {
      await linked(path, fileOf(store, key, etag))
      await evict(settings)
    },
  }
}

async function downloadWhole(
  settings: FileCacheSettings,
  store: ObjectStore,
  key: string,
  file: string,
  signal: AbortSignal,
): Promise<void> {
  const part = `${file}.${randomUUID()}${PART}`
  try {
    await store.downloadToFile(key, part, { signal })
    // Readable by programs, and not theirs: one that is taken over must not change what others read.
    await chmod(part, 0o440)
    if (settings.uid !== null) await chown(part, process.getuid?.() ?? 0, settings.uid)
    await rename(part, file)
  } finally {
    await rm(part, { force: true })
  }
  await evict(settings, file)
}

/** False where there is nothing to link. A link that is there already is kept. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return true
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

const PART = '.part'
/** Stores write what they have not wholly received beside where it goes. */
const IS_UNDER_WAY = /\.part(\.partial)?$/
/** A download that has not grown for so long is nobody's: a store that is away is given up in less. */
const FORSAKEN_MS = 600_000

/**
 * Drops what has been unused longest, and nothing that is still on its way. `spare` is the file that somebody is about to link: it counts as the newest,
 * whatever the clock of the file system says, which lags behind ours by some milliseconds.
 */
async function evict({ folder, maxBytes }: FileCacheSettings, spare?: string): Promise<void> {
  const names = await readdir(folder)
  const files = await Promise.all(names.map((name) => describe(join(folder, name))))
  const isSpared = ({ path, usedAt }: CachedFile) =>
    path === spare || (IS_UNDER_WAY.test(path) && usedAt > Date.now() - FORSAKEN_MS)
  const lastUse = (file: CachedFile) => (isSpared(file) ? Number.MAX_SAFE_INTEGER : file.usedAt)
  const newestFirst = files.flatMap((file) => file ?? []).sort((a, b) => lastUse(b) - lastUse(a))
  let total = 0
  for (const file of newestFirst) {
    total += file.bytes
    if (total > maxBytes && !isSpared(file)) await rm(file.path, { force: true })
  }
}

type CachedFile = { readonly path: string; readonly bytes: number; readonly usedAt: number }

async function describe(path: string): Promise<CachedFile | null> {
  const found = await stat(path).catch(() => null)
  return found && { path, bytes: found.size, usedAt: found.mtimeMs }
}

async function touch(file: string): Promise<void> {
  const now = new Date()
  await utimes(file, now, now).catch(() => undefined)
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
