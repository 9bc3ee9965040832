import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRecoverable } from '@marquee/media'
import { newPublicId } from '@marquee/schema/ids'
import { parseEnvironment, storageEnvironment } from '@marquee/service'
import { createS3Store } from '@marquee/storage'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { asTaskFailure } from './task-failure.ts'
import { cameraClip } from './testing/footage.ts'
import { openTaskBench, runAll, type TaskBench, upload } from './testing/run-tasks.ts'

const isRoot = process.getuid?.() === 0

let bench: TaskBench
let folder: string

beforeAll(async () => {
  // In a view of its own a program would not see the device that is always full.
  bench = await openTaskBench('off')
  folder = await mkdtemp(join(tmpdir(), 'marquee-full-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await bench.close()
})

/** Has these files of the folder written to Linux's device whose every write is ENOSPC (full(4)). */
async function fill(...files: readonly string[]): Promise<void> {
  for (const file of files) await symlink('/dev/full', join(folder, file))
}

describe.runIf(process.platform === 'linux')('a disk that is full', () => {
  it('is no damage of the source: a poster is tried again elsewhere', async () => {
    const source = await upload(bench, await cameraClip())
    await runAll(bench, source, ['inspect'])
    await fill('candidate-0.jpg', 'candidate-1.jpg', 'candidate-2.jpg', 'first.jpg')
    const end = await bench.run('poster', source, { folder })
    expect(end).toMatchObject({ outcome: 'failed', failure: { code: 'ENCODE_FAILED' } })
  })

  it.runIf(isRoot)(
    'is named, whatever a program makes of it: no sound, no encode, no poster is called damaged',
    { timeout: 60_000 },
    async () => {
      const scratch = await mkdtemp(join(tmpdir(), 'marquee-small-disk-'))
      await execa('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', scratch])
      const small = await openTaskBench('off', scratch)
      try {
        const source = await upload(small, await cameraClip())
        await runAll(small, source, ['inspect', 'split'])
        await execa('dd', ['if=/dev/zero', `of=${join(scratch, 'filler')}`, 'bs=64k'], { reject: false })
        for (const task of ['audio', 'encode', 'poster'])
          expect(await small.run(task, source), task).toMatchObject({
            outcome: 'failed',
            failure: { code: 'WORKER_DISK_FULL' },
          })
      } finally {
        await execa('umount', [scratch])
        await rm(scratch, { recursive: true })
      }
    },
  )

  it('is no fault of the object store: a download says what it is', async () => {
    const env = parseEnvironment(z.object(storageEnvironment), process.env)
    const store = createS3Store({
      endpoint: env.S3_ENDPOINT,
      region: env.S3_REGION,
      bucket: env.S3_BUCKET_TEMPORARY,
      credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY },
    })
    const key = `runs/${newPublicId()}/source`
    await store.put(key, Buffer.alloc(100_000))
    await fill('source.partial')
    const failure = asTaskFailure(
      await store.downloadToFile(key, join(folder, 'source')).catch((error: unknown) => error),
    )
    expect(failure).toMatchObject({ code: 'WORKER_DISK_FULL', detail: expect.stringContaining('ENOSPC') })
    expect(isRecoverable(failure.code)).toBe(true)
    await store.delete(key)
    store.close()
  })
})
