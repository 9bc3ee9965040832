import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  createS3Store,
  type ObjectStore,
  PreconditionFailed,
  type S3Settings,
  StorageRefused,
  StorageUnavailable,
} from '@marquee/storage'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FlakyProxy, startFlakyProxy } from './testing/start-flaky-proxy.ts'
import { TEST_BUCKET, TEST_CREDENTIALS, TEST_REGION } from './testing/start-object-store.ts'
import { useObjectStore } from './testing/use-object-store.ts'

const wire = useObjectStore()
let proxy: FlakyProxy
let flaky: ObjectStore
let scratch: string

const settings = (endpoint: string): S3Settings => {
  return { endpoint, region: TEST_REGION, bucket: TEST_BUCKET, credentials: TEST_CREDENTIALS }
}

beforeEach(async () => {
  proxy = await startFlakyProxy(wire.server().endpoint())
  flaky = createS3Store(settings(proxy.endpoint))
  scratch = await mkdtemp(join(tmpdir(), 'marquee-faults-'))
})
afterEach(async () => {
  flaky.close()
  await proxy.close()
  await rm(scratch, { recursive: true, force: true })
})

describe('the S3 adapter on a bad network', () => {
  it('goes on with a download where it broke', async () => {
    const bytes = randomBytes(3_000_000)
    await wire.store().put('download', bytes)
    proxy.cutAnswersAfter(1_000_000, 900_000)
    await flaky.downloadToFile('download', join(scratch, 'file'))
    expect((await readFile(join(scratch, 'file'))).equals(bytes)).toBe(true)
  })

  it('gives a download up in the end, and leaves no half file', async () => {
    await wire.store().put('download', randomBytes(3_000_000))
    proxy.cutAnswersAfter(...Array.from({ length: 40 }, () => 300_000))
    const download = flaky.downloadToFile('download', join(scratch, 'file'))
    await expect(download).rejects.toBeInstanceOf(StorageUnavailable)
    expect(await readdir(scratch)).toEqual([])
  })

  it('does not mix two versions of an object', async () => {
    const [before, after] = [randomBytes(3_000_000), randomBytes(3_000_000)]
    await wire.store().put('changing', before)
    // The resumption fails a few times too, so that the object has time to change.
    proxy.cutAnswersAfter(1_000_000, 0, 0, 0, 0)
    const path = join(scratch, 'file')
    const download = flaky.downloadToFile('changing', path).catch((error: unknown) => error)
    while (!existsSync(`${path}.partial`) && !existsSync(path)) await sleep(1)
    await wire.store().put('changing', after)
    const outcome = await download
    if (outcome instanceof Error) expect(outcome).toBeInstanceOf(PreconditionFailed)
    else expect([before, after]).toContainEqual(await readFile(path))
  })

  it('sends a file again, whole or in parts', async () => {
    const path = join(scratch, 'file')
    for (const size of [2_000_000, 70_000_000]) {
      const bytes = randomBytes(size)
      await writeFile(path, bytes)
      proxy.cutRequestsAfter(1_000_000, 1_500_000)
      await flaky.uploadFile(path, 'upload')
      await wire.store().downloadToFile('upload', join(scratch, 'back'))
      expect((await readFile(join(scratch, 'back'))).equals(bytes)).toBe(true)
    }
  })

  it('knows its own conditional write again when the answer was lost', async () => {
    proxy.loseAnswers(1)
    const mine = await flaky.put('marker', 'attempt 1', { ifNoneMatch: '*' })
    expect(mine.outcome).toBe('written')
    proxy.loseAnswers(1)
    const other = await flaky.put('marker', 'attempt 2', { ifNoneMatch: '*' })
    expect(other.outcome).toBe('exists')
  })
})

describe('the S3 adapter on a store that refuses or is away', () => {
  it('is refused, not retried, with a wrong secret, key or bucket', async () => {
    const right = settings(wire.server().endpoint())
    const wrong: [Partial<S3Settings>, string][] = [
      [{ credentials: { ...TEST_CREDENTIALS, secretAccessKey: 'wrong' } }, 'SignatureDoesNotMatch'],
      [{ credentials: { ...TEST_CREDENTIALS, accessKeyId: 'wrong' } }, 'InvalidAccessKeyId'],
      [{ bucket: 'no-such-bucket' }, 'NoSuchBucket'],
    ]
    for (const [change, reason] of wrong) {
      const store = createS3Store({ ...right, ...change })
      const refused = await store.put('x', 'x').catch((error: unknown) => error)
      expect(refused).toBeInstanceOf(StorageRefused)
      expect(refused).toMatchObject({ reason })
      await expect(store.check()).rejects.toBeInstanceOf(StorageRefused)
      store.close()
    }
  })

  it('is unavailable where nobody listens', async () => {
    const store = createS3Store(settings('http://127.0.0.1:9'))
    await expect(store.get('x')).rejects.toBeInstanceOf(StorageUnavailable)
    await expect(store.check()).rejects.toBeInstanceOf(StorageUnavailable)
    const listing = async () => {
      for await (const entry of store.list('x')) expect.fail(entry.key)
    }
    await expect(listing()).rejects.toBeInstanceOf(StorageUnavailable)
    store.close()
  })

  it('stops in mid-transfer when cancelled', async () => {
    const path = join(scratch, 'file')
    await writeFile(path, randomBytes(70_000_000))
    const stop = new AbortController()
    const reason = new Error('cancelled by the test')
    // A part is under way: one that was cancelled as it was announced would be left to the store's own rules.
    void proxy.carried(1_000_000).then(() => stop.abort(reason))
    await expect(flaky.uploadFile(path, 'cancelled', { signal: stop.signal })).rejects.toBe(reason)
    expect(await wire.store().head('cancelled')).toBeUndefined()
    const { text } = await wire.call({ method: 'GET', query: { uploads: '', prefix: 'cancelled' } })
    expect(text).not.toContain('<Upload>')
  })
})
