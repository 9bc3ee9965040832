import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeClip } from './testing/footage.ts'
import { artefactOf, openTaskBench, runAll, type TaskBench, upload } from './testing/run-tasks.ts'

let bench: TaskBench

beforeAll(async () => {
  bench = await openTaskBench('auto', undefined, 'quick')
})
afterAll(() => bench.close())

describe('quick', () => {
  it('is one size, however large the film, and no larger than a small one', async () => {
    const sizes: string[][] = []
    for (const size of ['1280x720', '320x180']) {
      const clip = await makeClip(`quick-${size}.mp4`, [
        ...['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=25:d=1`, '-f', 'lavfi', '-i', 'sine=d=1'],
        ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'],
      ])
      const source = await upload(bench, clip)
      await runAll(bench, source, ['inspect', 'split', 'audio', 'encode', 'package', 'poster', 'publish'])
      const { renditions } = artefactOf(source, 'publication')
      sizes.push(renditions.map(({ name, width, height }) => `${name} ${width}x${height}`))
    }
    expect(sizes).toEqual([
      ['480p 854x480', 'audio 0x0'],
      ['180p 320x180', 'audio 0x0'],
    ])
  })
})
