import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeClip } from './testing/footage.ts'
import { keepTaskBench } from './testing/keep-task-bench.ts'
import { probe } from './testing/probe.ts'
import { artefactOf, copyRevision, runAll, upload } from './testing/run-tasks.ts'

const bench = keepTaskBench('archive')

const TASKS = ['inspect', 'split', 'audio', 'encode', 'check-integrity', 'poster', 'package', 'storyboard']

describe('archive', () => {
  it('keeps the film at its own size in a file, and shows it in small', async () => {
    const clip = await makeClip('archive-50fps.mp4', [
      ...['-f', 'lavfi', '-i', 'testsrc2=s=768x540:r=50:d=2', '-f', 'lavfi', '-i', 'sine=r=48000:d=2'],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'],
    ])
    const source = await upload(bench, clip)
    await runAll(bench, source, [...TASKS, 'download', 'publish'])
    const { head, rungs } = artefactOf(source, 'stream')
    expect(rungs.map(({ name, crf }) => [name, crf])).toEqual([
      ['540p', 16],
      ['480p', 23],
    ])
    // As loud as it was.
    expect(artefactOf(source, 'sound').tracks.map(({ gainDb }) => gainDb)).toEqual([0])
    expect(head.sounds.map(({ peakBitrate }) => peakBitrate)).toEqual([352_000])
    const { renditions } = artefactOf(source, 'publication')
    expect(renditions.map(({ name, frameRate }) => [name, frameRate])).toEqual([
      ['540p', 50],
      ['480p', 25],
      ['audio', 0],
    ])
    // Whatever its channel lets viewers do, its owner has the file.
    const { revision, files } = artefactOf(source, 'downloads')
    expect(files.map(({ name }) => name)).toEqual(['540p'])
    const folder = await copyRevision(bench, revision)
    const { streams, duration } = await probe(join(folder, 'downloads/540p.mp4'))
    expect(streams).toMatchObject([
      { kind: 'video', width: 768, height: 540, rate: '50/1', start: 0 },
      { kind: 'audio', channels: 1, start: 0 },
    ])
    expect(duration).toBeCloseTo(2, 1)
    await rm(folder, { recursive: true })
  })
})
