import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Disk, paths } from '../disk/disk.ts'
import { ignoreMissing } from '../disk/missing.ts'
import { syncFolder } from '../disk/sync-folder.ts'
import type { LifecycleRule } from './rules.ts'

/** The rules of a bucket; undefined where it has none. */
export async function readRules(disk: Disk, bucket: string): Promise<LifecycleRule[] | undefined> {
  const text = await ignoreMissing(readFile(rulesFile(disk, bucket), 'utf8'))
  return text === undefined ? undefined : JSON.parse(text)
}

/** Durable when this resolves. */
export async function writeRules(disk: Disk, bucket: string, rules: readonly LifecycleRule[]): Promise<void> {
  const temporary = paths.temporary(disk)
  await writeFile(temporary, JSON.stringify(rules), { mode: 0o600, flush: true })
  await rename(temporary, rulesFile(disk, bucket))
  await syncFolder(paths.bucket(disk, bucket))
}

export async function removeRules(disk: Disk, bucket: string): Promise<void> {
  await rm(rulesFile(disk, bucket), { force: true })
  await syncFolder(paths.bucket(disk, bucket))
}

function rulesFile(disk: Disk, bucket: string): string {
  return join(paths.bucket(disk, bucket), 'lifecycle.json')
}
