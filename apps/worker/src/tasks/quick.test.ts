import { describe, expect, it } from 'vitest'
import { makeClip } from './testing/footage.ts'
import { keepTaskBench } from './testing/keep-task-bench.ts'
import { artefactOf, runAll, upload } from './testing/run-tasks.ts'

const bench = keepTaskBench('quick')

describe('quick', () => {
  it('is one size, no larger than 480p', async () => {
    const clip = await makeClip('quick-720p.mp4', [
      ...['-f', 'lavfi', '-i', 'testsrc2=s=1280x720:r=25:d=1', '-f', 'lavfi', '-i', 'sine=d=1'],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'],
    ])
    const source = await upload(bench, clip)
    await runAll(bench, source, ['inspect', 'split', 'audio', 'encode', 'package', 'poster', 'publish'])
    const { renditions } = artefactOf(source, 'publication')
    expect(renditions.map(({ name, width, height }) => `${name} ${width}x${height}`)).toEqual([
      '480p 854x480',
      'audio 0x0',
    ])
  })
})
