import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRecoverable } from '@marquee/media'
import { newPublicId } from '@marquee/schema/ids'
import { parseEnvironment, storageEnvironment } from '@marquee/service'
import { createS3Store } from '@marquee/storage'
import { execa } from 'execa'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import type { TaskEnd } from './open-media-runner.ts'
import { asTaskFailure } from './task-failure.ts'
import { damaged, plainFilm } from './testing/breaking-films.ts'
import { cameraClip, makeClip } from './testing/footage.ts'
import { openTaskBench, runAll, type TaskBench, upload } from './testing/run-tasks.ts'

const isRoot = process.getuid?.() === 0

let bench: TaskBench
let folder: string

beforeAll(async () => {
  // In a view of its own a program would not see the device that is always full.
  bench = await openTaskBench('off')
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-full-'))
})
afterEach(() => rm(folder, { recursive: true }))
afterAll(() => bench.close())

/** Has these files of the folder written to Linux's device whose every write is ENOSPC (full(4)). */
async function fill(...files: readonly string[]): Promise<void> {
  for (const file of files) await symlink('/dev/full', join(folder, file))
}

/** Runs the tasks, the last of which is to fail in the folder, by a pipeline. */
async function endOf(pipeline: string, clip: Buffer, tasks: readonly string[]): Promise<TaskEnd> {
  const own = await openTaskBench('off', undefined, pipeline)
  const source = await upload(own, clip)
  await runAll(own, source, tasks.slice(0, -1))
  const end = await own.run(tasks.at(-1) ?? '', source, { folder })
  await own.close()
  return end
}

const OURS = { outcome: 'failed', failure: { code: 'ENCODE_FAILED' } }

describe.runIf(process.platform === 'linux')('a disk that is full', () => {
  it('is no damage of the source: a poster is tried again elsewhere', async () => {
    const source = await upload(bench, await cameraClip())
    await runAll(bench, source, ['inspect'])
    await fill('candidate-0.jpg', 'candidate-1.jpg', 'candidate-2.jpg', 'first.jpg')
    const end = await bench.run('poster', source, { folder })
    expect(end).toMatchObject(OURS)
  })

  it('is no damage of the source: a sound is drawn elsewhere', async () => {
    // More than ffmpeg holds back: what it cannot write at its very end it passes over.
    const tone = await makeClip('full-disk.flac', ['-f', 'lavfi', '-i', 'sine=d=120'])
    await fill('envelope.pcm')
    expect(await endOf('audio', tone, ['inspect', 'poster'])).toMatchObject(OURS)
  })

  it('is no damage of the source: what is whole of it is kept elsewhere', async () => {
    await fill('whole-part')
    const clip = damaged(await plainFilm(), 0.6)
    expect(await endOf('until-damage', clip, ['inspect'])).toMatchObject(OURS)
  })

  it('is no damage of the source where nothing can be written at all: a sound is tried again elsewhere', async () => {
    // What is read as it grows must not be without an end.
    await symlink(join(folder, 'gone', 'audio.mp4'), join(folder, 'audio.mp4'))
    const end = await endOf('standard', await cameraClip(), ['inspect', 'loudness', 'split', 'audio'])
    expect(end).toMatchObject(OURS)
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
        const filler = join(scratch, 'filler')
        // While the attempt is discarded another task ends, and makes room.
        const discarding = vi.spyOn(small.stores.temporary, 'deletePrefix')
        discarding.mockImplementation(async () => {
          await rm(filler, { force: true })
          return 0
        })
        for (const task of ['audio', 'encode', 'poster']) {
          await execa('dd', ['if=/dev/zero', `of=${filler}`, 'bs=64k'], { reject: false })
          expect(await small.run(task, source), task).toMatchObject({
            outcome: 'failed',
            failure: { code: 'WORKER_DISK_FULL' },
          })
        }
        expect(discarding).toHaveBeenCalledTimes(3)
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
