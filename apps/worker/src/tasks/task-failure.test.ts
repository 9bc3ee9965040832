import { parseEnvironment, storageEnvironment } from '@marquee/service'
import { createS3Store, StorageRefused, StorageUnavailable } from '@marquee/storage'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { asTaskFailure, TaskFailure } from './task-failure.ts'
import { makeClip } from './testing/footage.ts'
import { keepTaskBench } from './testing/keep-task-bench.ts'
import { runAll, upload } from './testing/run-tasks.ts'

const bench = keepTaskBench()

const smallClip = () => makeClip('refused.mp4', ['-f', 'lavfi', '-i', 'testsrc2=s=96x64:r=25:d=2'])

describe('asTaskFailure', () => {
  it.each([
    [new StorageUnavailable('get'), 'STORAGE_UNAVAILABLE'],
    [new StorageRefused('AccessDenied'), 'STORAGE_REFUSED'],
    [Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' }), 'WORKER_DISK_FULL'],
    [new TypeError('x is undefined'), 'INTERNAL'],
    [new TaskFailure('ENCODE_TIMEOUT', 'took too long'), 'ENCODE_TIMEOUT'],
  ])('names %s', (error, code) => {
    expect(asTaskFailure(error).code).toBe(code)
  })
})

describe('an object store that refuses', () => {
  const env = parseEnvironment(z.object(storageEnvironment), process.env)
  const credentials = { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY }
  const right = { endpoint: env.S3_ENDPOINT, region: env.S3_REGION, bucket: env.S3_BUCKET_TEMPORARY }

  it.each([
    ['wrong credentials', { ...right, credentials: { ...credentials, secretAccessKey: 'wrong' } }],
    ['a bucket that is gone', { ...right, credentials, bucket: `${right.bucket}-gone` }],
  ])('is told from one that is away: %s', async (_, settings) => {
    const source = await upload(bench, await smallClip())
    const store = createS3Store(settings)
    const refusing = vi.spyOn(bench.stores.temporary, 'put')
    refusing.mockImplementation((key, body, options) => store.put(key, body, options))
    const end = await bench.run('inspect', source)
    refusing.mockRestore()
    store.close()
    expect(end).toMatchObject({ outcome: 'failed', failure: { code: 'STORAGE_REFUSED' } })
    await runAll(bench, source, ['inspect'])
  })
})

describe('a task', () => {
  it('is no fault of the source where an older program recorded what it reads', async () => {
    const source = await upload(bench, await smallClip())
    source.made.set('inspect', { facts: { width: 96, height: 64 } })
    const end = await bench.run('poster', source)
    expect(end).toMatchObject({ outcome: 'failed', failure: { code: 'INTERNAL' } })
  })
})
