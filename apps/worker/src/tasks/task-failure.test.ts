import { StorageRefused, StorageUnavailable } from '@marquee/storage'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { asTaskFailure, TaskFailure } from './task-failure.ts'
import { makeClip } from './testing/footage.ts'
import { openTaskBench, runAll, type TaskBench, upload } from './testing/run-tasks.ts'

let bench: TaskBench
beforeAll(async () => {
  bench = await openTaskBench()
})
afterAll(() => bench.close())

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

describe('a bucket that refuses', () => {
  it('is named by every task that must write to it', async () => {
    const source = await upload(
      bench,
      await makeClip('refused.mp4', ['-f', 'lavfi', '-i', 'testsrc2=s=96x64:r=25:d=2']),
    )
    const refusing = vi.spyOn(bench.stores.temporary, 'put')
    refusing.mockRejectedValue(new StorageRefused('AccessDenied'))
    const end = await bench.run('inspect', source)
    refusing.mockRestore()
    expect(end).toMatchObject({ outcome: 'failed', failure: { code: 'STORAGE_REFUSED' } })
    await runAll(bench, source, ['inspect'])
  })
})
