import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readEntryName } from './escape-key.ts'
import { ignoreMissing } from './missing.ts'

/** Where a walk stands. The consumer may set `skip` between two keys. All are bytes as latin1. */
export interface Walk {
  prefix: string
  /** Only keys behind this one. */
  after: string
  /** Keys that start with this are passed over, their folders unopened. */
  skip: string | undefined
}

/** A key and the file that holds its object. */
export interface WalkedKey {
  key: string
  path: string
}

/** Keys in byte order. Opens only folders that can hold a key of the walk; entries that vanish are left out. */
export async function* walkKeys(folder: string, walk: Walk, base = ''): AsyncGenerator<WalkedKey> {
  const names = (await ignoreMissing(readdir(folder))) ?? []
  const steps = names
    .map((name) => ({ name, ...readEntryName(name) }))
    .filter(({ adds, isObject }) => mayHold(walk, base + adds, isObject))
    .sort((a, b) => (a.adds < b.adds ? -1 : 1))
  for (const { name, adds, isObject } of steps) {
    const key = base + adds
    if (walk.skip !== undefined && key.startsWith(walk.skip)) continue
    if (isObject) yield { key, path: join(folder, name) }
    else yield* walkKeys(join(folder, name), walk, key)
  }
}

/** For an object: is it wanted? For a folder: can it hold a wanted key? */
function mayHold({ prefix, after, skip }: Walk, key: string, isObject: boolean): boolean {
  if (skip !== undefined && key.startsWith(skip)) return false
  if (isObject) return key.startsWith(prefix) && key > after
  const underPrefix = key.startsWith(prefix) || prefix.startsWith(key)
  return underPrefix && (key > after || after.startsWith(key))
}
