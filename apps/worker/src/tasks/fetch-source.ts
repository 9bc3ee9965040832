import { join } from 'node:path'
import type { TaskContext } from './task-context.ts'

/** Name of the upload in a task's folder; never anything that a stranger chose. */
export const SOURCE_FILE = 'source'

/** Puts the upload into the task's folder and answers its path. Programs know it as SOURCE_FILE. */
export async function fetchSource({
  stores,
  cache,
  sourceKey,
  folder,
  signal,
}: TaskContext): Promise<string> {
  const path = join(folder, SOURCE_FILE)
  await cache.fetch(stores.originals, sourceKey, path, signal)
  return path
}
