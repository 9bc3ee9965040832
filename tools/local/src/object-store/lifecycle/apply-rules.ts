import { readdir } from 'node:fs/promises'
import { deleteObjectFile } from '../disk/delete-object.ts'
import { type Disk, paths } from '../disk/disk.ts'
import { keyToBytes } from '../disk/escape-key.ts'
import type { ObjectRecord } from '../disk/records.ts'
import { readSealed } from '../disk/sealed-file.ts'
import { OPEN, readUpload, removeUpload } from '../disk/uploads.ts'
import { walkKeys } from '../disk/walk-keys.ts'
import { isExpired, type LifecycleRule } from './rules.ts'
import { readRules } from './stored-rules.ts'

/** What a round works on. */
export interface LifecycleRound {
  disk: Disk
  /** Milliseconds since 1970. */
  now: number
  /** The length of a day. */
  dayMs: number
  /** An object or upload that could not be removed is left for the next round. */
  onError(error: unknown): void
}

/** How many went. */
export interface LifecycleOutcome {
  expired: number
  aborted: number
}

/** Deletes what has expired and aborts uploads that were left behind, in all buckets. */
export async function applyLifecycle(round: LifecycleRound): Promise<LifecycleOutcome> {
  const outcome = { expired: 0, aborted: 0 }
  for (const bucket of round.disk.buckets) {
    const rules = (await readRules(round.disk, bucket)) ?? []
    for (const rule of rules.filter(({ enabled }) => enabled)) {
      if (rule.expireDays !== undefined) outcome.expired += await expireObjects(round, bucket, rule)
      if (rule.abortDays !== undefined)
        outcome.aborted += await abortUploads(round, bucket, rule, rule.abortDays)
    }
  }
  return outcome
}

async function expireObjects(round: LifecycleRound, bucket: string, rule: LifecycleRule): Promise<number> {
  const { disk, now, dayMs } = round
  const isDue = (record: ObjectRecord) => isExpired(rule, record, (now - record.modified) / dayMs)
  const walk = { prefix: keyToBytes(rule.prefix), after: '', skip: undefined }
  let expired = 0
  for await (const { path } of walkKeys(paths.objects(disk, bucket), walk)) {
    const removed = await attempt(round, async () => {
      const record = await readSealed<ObjectRecord>(path)
      // Asked again under the object's lock: it may be replaced meanwhile.
      return record !== undefined && isDue(record) && deleteObjectFile(disk, bucket, record.key, isDue)
    })
    if (removed) expired++
  }
  return expired
}

async function abortUploads(
  round: LifecycleRound,
  bucket: string,
  { prefix }: LifecycleRule,
  abortDays: number,
): Promise<number> {
  const { disk, now, dayMs } = round
  let aborted = 0
  for (const uploadId of await readdir(paths.uploads(disk, bucket))) {
    const abort = async () => {
      const upload = await readUpload(disk, bucket, uploadId, OPEN)
      if (!upload?.key.startsWith(prefix) || now - upload.initiated < abortDays * dayMs) return false
      await removeUpload(disk, bucket, uploadId)
      return true
    }
    if (await attempt(round, () => disk.locks.hold(uploadId, abort))) aborted++
  }
  return aborted
}

async function attempt({ onError }: LifecycleRound, act: () => Promise<boolean>): Promise<boolean> {
  try {
    return await act()
  } catch (error) {
    onError(error)
    return false
  }
}
