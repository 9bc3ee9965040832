import { open } from 'node:fs/promises'

interface Flush {
  running: Promise<void>
  /** Starts when `running` ends; everyone who comes meanwhile shares it. */
  next: Promise<void> | undefined
}

const flushes = new Map<string, Flush>()

/**
 * Makes the names in a folder durable. Many writers of one folder share a flush, but only one that starts after
 * they asked.
 */
export function syncFolder(path: string): Promise<void> {
  const flush = flushes.get(path)
  if (!flush) return startFlush(path)
  flush.next ??= flush.running.catch(() => undefined).then(() => startFlush(path))
  return flush.next
}

function startFlush(path: string): Promise<void> {
  const running = flushFolder(path)
  const flush: Flush = { running, next: undefined }
  flushes.set(path, flush)
  const forget = () => {
    if (flushes.get(path) === flush && flush.next === undefined) flushes.delete(path)
  }
  running.then(forget, forget)
  return running
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
