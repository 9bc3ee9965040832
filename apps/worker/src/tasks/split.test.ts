import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StorageRefused } from '@marquee/storage'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { makeClip } from './testing/footage.ts'
import {
  artefactOf,
  openTaskBench,
  runAll,
  type TaskBench,
  type TestSource,
  upload,
} from './testing/run-tasks.ts'

let bench: TaskBench

beforeAll(async () => {
  // In a view of its own a program would not see the device that is always full.
  bench = await openTaskBench('off')
})
afterAll(() => bench.close())

const H264 = '-c:v libx264 -preset veryfast -pix_fmt yuv420p -sc_threshold 0 -g 100 -keyint_min 100'

/** Long enough to be encoded in chunks, small enough to be so at once. */
function film(name: string, encoder: string): Promise<Buffer> {
  const drawn = `-f lavfi -i testsrc2=s=96x64:r=25:d=30 ${encoder}`
  return makeClip(`split-${name}`, drawn.split(' '))
}

async function inspected(bytes: Uint8Array): Promise<TestSource> {
  const source = await upload(bench, bytes)
  await runAll(bench, source, ['inspect'])
  return source
}

/** It can be published whole. */
async function expectWhole(source: TestSource): Promise<void> {
  await runAll(bench, source, ['encode', 'package'])
  const [lowest] = artefactOf(source, 'streams').renditions
  expect(lowest).toMatchObject({ width: 96, height: 64 })
}

describe('split', () => {
  it('cuts a film that can be sought in, and says nothing of it', async () => {
    const source = await inspected(await film('closed.mp4', H264))
    await runAll(bench, source, ['split'])
    const { chunks, damage, remark } = artefactOf(source, 'chunks')
    expect(chunks.map(({ startMs }) => startMs)).toEqual([0, 4_000, 12_000])
    expect([damage, remark]).toEqual(['counted', undefined])
  })

  it('leaves a film in one piece where its definition asks for that', async () => {
    const source = await inspected(await film('closed.mp4', H264))
    expect(await bench.run('split', source, { options: { chunked: false } })).toMatchObject({
      outcome: 'succeeded',
    })
    const { chunks, remark } = artefactOf(source, 'chunks')
    expect(chunks).toEqual([{ index: 0, startMs: 0, endMs: 30_000, last: true }])
    expect(remark).toBeUndefined()
  })

  it.runIf(process.platform === 'linux')(
    'leaves a film in one piece where the copy that it would seek in finds no room',
    async () => {
      const source = await inspected(await film('stream.ts', `${H264} -f mpegts`))
      const folder = await mkdtemp(join(tmpdir(), 'marquee-full-'))
      // Linux's device whose every write is ENOSPC (full(4)).
      await symlink('/dev/full', join(folder, 'pictures.mov'))
      expect(await bench.run('split', source, { folder })).toMatchObject({ outcome: 'succeeded' })
      await rm(folder, { recursive: true, force: true })
      const { chunks, copy, remark } = artefactOf(source, 'chunks')
      expect(chunks).toEqual([{ index: 0, startMs: 0, endMs: 30_000, last: true }])
      expect(copy).toBeNull()
      expect(remark).toMatch(/^Encoded in one piece\. /)
      await expectWhole(source)
    },
  )

  it('leaves a film in one piece where the copy cannot be stored', async () => {
    const source = await inspected(await film('stream.ts', `${H264} -f mpegts`))
    const refusing = vi.spyOn(bench.stores.temporary, 'uploadFile')
    refusing.mockRejectedValueOnce(new StorageRefused('AccessDenied'))
    await runAll(bench, source, ['split'])
    refusing.mockRestore()
    const { chunks, remark } = artefactOf(source, 'chunks')
    expect(chunks).toHaveLength(1)
    expect(remark).toContain('AccessDenied')
    await expectWhole(source)
  })

  it('goes on where the copy that it made was dropped since', async () => {
    const source = await inspected(await film('stream.ts', `${H264} -f mpegts`))
    await runAll(bench, source, ['split'])
    const { chunks, copy } = artefactOf(source, 'chunks')
    expect(chunks.length).toBeGreaterThan(1)
    const key = copy?.key ?? expect.fail('no copy')
    await bench.stores.temporary.delete(key)
    await expectWhole(source)
    expect(await bench.stores.temporary.head(key)).toMatchObject({ size: copy?.bytes })
  })

  it('leaves a film in one piece whose index leads to pictures that cannot be decoded there', async () => {
    // No keyframe where a chunk begins.
    const bytes = Buffer.from(await film('odd.mp4', H264.replaceAll('100', '90')))
    // Without this box every picture is one (ISO 14496-12, 8.6.2), which is not so.
    bytes.write('free', bytes.indexOf('stss'))
    const source = await inspected(bytes)
    await runAll(bench, source, ['split'])
    const { chunks, remark } = artefactOf(source, 'chunks')
    expect(chunks).toHaveLength(1)
    expect(remark).toMatch(/is found by seeking\.$/)
    await expectWhole(source)
  })
})

describe('a film that is smaller than the codecs it is to be made in', () => {
  it('is refused for good where there is no other, and lacks those alone where there is', async () => {
    const tiny = await makeClip('split-tiny.mp4', '-f lavfi -i testsrc2=s=48x48:r=25:d=1'.split(' '))
    const source = await inspected(tiny)
    const splitInto = (...codecs: string[]) => bench.run('split', source, { options: { codecs } })
    const end = await splitInto('vp9', 'av1')
    expect(end).toMatchObject({ outcome: 'failed', failure: { code: 'SOURCE_TOO_SMALL_PICTURE' } })
    await runAll(bench, source, ['split'], { options: { codecs: ['vp9', 'h264'] } })
    expect(artefactOf(source, 'stream').rungs.map(({ codec }) => codec)).toEqual(['h264'])
  })
})

describe('check-integrity', () => {
  const open = () => film('open.mp4', `${H264} -x264-params open-gop=1`)

  it('decodes nothing where encodes have counted what is damaged', async () => {
    const source = await inspected(await film('closed.mp4', H264))
    await runAll(bench, source, ['split', 'check-integrity'])
    expect(artefactOf(source, 'integrity')).toEqual({ decoded: false })
  })

  it('lets a film with open GOPs pass that is whole', async () => {
    const source = await inspected(await open())
    await runAll(bench, source, ['split', 'check-integrity'])
    expect(artefactOf(source, 'chunks')).toMatchObject({ damage: 'concealed', chunks: { length: 3 } })
    expect(artefactOf(source, 'integrity')).toEqual({ decoded: true })
  })

  it('finds damage there that no encode of a chunk finds', async () => {
    const bytes = Buffer.from(await open())
    const at = Math.round(bytes.length * 0.6)
    bytes.fill(0xa5, at, at + 400)
    const source = await inspected(bytes)
    await runAll(bench, source, ['split', 'encode'])
    expect(artefactOf(source, 'chunks').damage).toBe('concealed')
    expect(await bench.run('check-integrity', source)).toMatchObject({
      outcome: 'failed',
      failure: { code: 'SOURCE_DAMAGED' },
    })
  })
})
