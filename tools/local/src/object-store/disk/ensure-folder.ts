import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ignoreMissing, systemCode } from './missing.ts'
import { syncFolder } from './sync-folder.ts'

const underway = new Map<string, Promise<void>>()

/** A durable folder: when this resolves, its name and those of all above it are on the disk. */
export function ensureFolder(path: string): Promise<void> {
  const known = underway.get(path)
  if (known) return known
  const made = makeFolder(path).finally(() => underway.delete(path))
  underway.set(path, made)
  return made
}

async function makeFolder(path: string): Promise<void> {
  if (await ignoreMissing(stat(path))) return
  const parent = dirname(path)
  await ensureFolder(parent)
  try {
    await mkdir(path)
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return
    // The parent was empty and has just been pruned.
    if (systemCode(error) === 'ENOENT') return makeFolder(path)
    throw error
  }
  await syncFolder(parent)
}
