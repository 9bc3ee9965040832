import { writeFile } from 'node:fs/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../testing/temporary-folder.ts'
import { commitObject } from '../disk/commit-object.ts'
import { type Disk, paths } from '../disk/disk.ts'
import { createBucketFolders, openDisk } from '../disk/open-disk.ts'
import type { ObjectRecord } from '../disk/records.ts'
import { readSealed, writeSealed } from '../disk/sealed-file.ts'
import { createUploadFolder, OPEN, readUpload } from '../disk/uploads.ts'
import { applyLifecycle } from './apply-rules.ts'
import type { LifecycleRule } from './rules.ts'
import { writeRules } from './stored-rules.ts'

const DAY_MS = 86_400_000
const NOW = 100 * DAY_MS
const BUCKET = 'bucket'
const RULE: LifecycleRule = {
  id: 'rule',
  enabled: true,
  prefix: 'runs/',
  tags: [],
  expireDays: 7,
  abortDays: undefined,
}

const root = temporaryFolder('lifecycle')
let disk: Disk
let errors: unknown[]

beforeEach(async () => {
  disk = (await openDisk(`${root}/${crypto.randomUUID()}`)).disk
  await createBucketFolders(disk, BUCKET)
  errors = []
})

async function put(key: string, ageDays: number, tags: ObjectRecord['tags'] = []): Promise<void> {
  const temporary = paths.temporary(disk)
  const record = { key, size: 0, etag: '', modified: NOW - ageDays * DAY_MS, headers: {}, tags }
  await writeSealed(temporary, nothing(), () => record)
  await commitObject(disk, { bucket: BUCKET, key, temporary, onlyIfNew: false })
}

async function* nothing(): AsyncGenerator<Buffer> {}

const isThere = async (key: string) =>
  (await readSealed<ObjectRecord>(paths.object(disk, BUCKET, key))) !== undefined

async function apply(...rules: LifecycleRule[]) {
  await writeRules(disk, BUCKET, rules)
  return applyLifecycle({ disk, now: NOW, dayMs: DAY_MS, onError: (error) => void errors.push(error) })
}

describe('applyLifecycle', () => {
  it('removes what is as old as the rule says, and nothing younger, beside it or without its tags', async () => {
    await put('runs/old', 7)
    await put('runs/young', 6.99)
    await put('beside', 99)
    expect(await apply(RULE)).toEqual({ expired: 1, aborted: 0 })
    expect(await Promise.all(['runs/old', 'runs/young', 'beside'].map(isThere))).toEqual([false, true, true])
    await put('runs/tagged', 7, [['keep', 'no']])
    await put('runs/other', 7, [['keep', 'yes']])
    expect(await apply({ ...RULE, tags: [['keep', 'no']] })).toEqual({ expired: 1, aborted: 0 })
    expect(await isThere('runs/other')).toBe(true)
  })

  it('aborts uploads as old as the rule says', async () => {
    const ages = { ['0'.repeat(32)]: 3, ['1'.repeat(32)]: 2.99 }
    for (const [uploadId, days] of Object.entries(ages)) {
      const record = { key: 'runs/upload', headers: {}, initiated: NOW - days * DAY_MS }
      await createUploadFolder(disk, BUCKET, uploadId, record)
    }
    expect(await apply({ ...RULE, expireDays: undefined, abortDays: 3 })).toEqual({ expired: 0, aborted: 1 })
    expect(await readUpload(disk, BUCKET, '0'.repeat(32), OPEN)).toBeUndefined()
    expect(await readUpload(disk, BUCKET, '1'.repeat(32), OPEN)).toBeDefined()
  })

  it('does nothing by a rule that is off', async () => {
    await put('runs/old', 99)
    expect(await apply({ ...RULE, enabled: false })).toEqual({ expired: 0, aborted: 0 })
  })

  it('goes on behind an object that it cannot read, and says so', async () => {
    for (const name of ['a', 'b', 'c']) await put(`runs/${name}`, 8)
    await writeFile(paths.object(disk, BUCKET, 'runs/b'), 'not sealed')
    expect(await apply(RULE)).toEqual({ expired: 2, aborted: 0 })
    expect(errors).toEqual([expect.objectContaining({ message: expect.stringContaining('is not sealed') })])
  })
})
