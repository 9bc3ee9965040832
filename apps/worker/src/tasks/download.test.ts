import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { listBoxes, planPipeline, SEGMENT_SECONDS } from '@marquee/media'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { loadDefinitions, SHIPPED_DEFINITIONS } from '../pipeline/load-definitions.ts'
import { sampleFacts } from '../pipeline/testing/sample-outputs.ts'
import { CATALOGUE } from './task-types.ts'
import { makeClip } from './testing/footage.ts'
import { keepTaskBench } from './testing/keep-task-bench.ts'
import { keyframes, probe } from './testing/probe.ts'
import { artefactOf, copyRevision, runAll, type TestSource, upload } from './testing/run-tasks.ts'

const bench = keepTaskBench()

/** From here on a film is encoded in chunks. */
const SECONDS = 21
const picture = (seconds: number) => ['-f', 'lavfi', '-i', `testsrc2=s=640x360:r=10:d=${seconds}`]
const SURROUND = [
  '-f',
  'lavfi',
  '-i',
  `aevalsrc=${Array(6).fill('0.2*sin(2765*t)').join('|')}:d=${SECONDS}:c=5.1`,
]

async function encoded(name: string, inputs: readonly string[]): Promise<TestSource> {
  const codecs = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '10', '-c:a', 'aac']
  const source = await upload(bench, await makeClip(name, [...inputs, ...codecs]))
  await runAll(bench, source, ['inspect', 'split', 'audio', 'encode'])
  return source
}

/** What the task made, and the files themselves. */
async function take(source: TestSource, renditions: 'all' | 'highest' | readonly string[]) {
  const end = await bench.run('download', source, { options: { renditions } })
  if (end.outcome === 'failed') throw end.failure
  const { revision, files } = artefactOf(source, 'downloads')
  return { revision, files, folder: await copyRevision(bench, revision) }
}

describe('download', () => {
  it.each(['standard', 'premium', 'quick'])(
    'is a part of %s where viewers may take films away',
    async (name) => {
      const { definitions } = await loadDefinitions([SHIPPED_DEFINITIONS], CATALOGUE)
      const definition = definitions.find((one) => one.name === name) ?? expect.fail(`no ${name}`)
      const decisions = [false, true].map((downloads) => {
        const plan = planPipeline(definition, CATALOGUE, sampleFacts(), { watermark: false, downloads })
        return plan.ok && plan.tasks.find(({ type }) => type === 'download')?.decision
      })
      expect(decisions).toEqual(['skip', 'run'])
    },
  )

  it('joins each rendition with the stereo sound to a file that plays from its first bytes', async () => {
    const source = await encoded(`download-51-${SECONDS}s.mp4`, [...picture(SECONDS), ...SURROUND])
    expect(artefactOf(source, 'chunks').chunks.length).toBeGreaterThan(1)
    const { revision, files, folder } = await take(source, 'all')
    expect(files.map(({ name, path, width, height }) => [name, path, width, height])).toEqual([
      ['360p', `${revision}/downloads/360p.mp4`, 640, 360],
      ['240p', `${revision}/downloads/240p.mp4`, 426, 240],
    ])
    expect(await readdir(folder, { recursive: true })).toEqual([
      'downloads',
      'downloads/240p.mp4',
      'downloads/360p.mp4',
    ])
    const streamed = await copyRevision(bench, artefactOf(source, 'stream').revision)
    for (const { name, width, height, bytes } of files) {
      const file = join(folder, 'downloads', `${name}.mp4`)
      const content = await readFile(file)
      expect(content.length).toBe(bytes)
      const boxes = listBoxes(content, 0, content.length).map(({ type }) => type)
      expect(boxes.filter((type) => type !== 'free')).toEqual(['ftyp', 'moov', 'mdat'])
      const { streams, duration } = await probe(file)
      expect(streams).toMatchObject([
        { kind: 'video', width, height, rate: '10/1', start: 0 },
        { kind: 'audio', channels: 2, start: 0 },
      ])
      expect(duration).toBeCloseTo(SECONDS, 1)
      expect((await keyframes(file)).frames).toBe(SECONDS * 10)
      expect(await decodedFrames(file)).toBe(await decodedFrames(await joinSegments(join(streamed, name))))
    }
    await rm(folder, { recursive: true })
    await rm(streamed, { recursive: true })
  })

  it('joins the one that is asked for of a film without sound', async () => {
    const source = await encoded('download-silent-10fps.mp4', picture(2))
    const { files, folder } = await take(source, ['1080p'])
    expect(files.map(({ name }) => name)).toEqual(['360p'])
    const { streams } = await probe(join(folder, 'downloads/360p.mp4'))
    expect(streams.map(({ kind }) => kind)).toEqual(['video'])
    await rm(folder, { recursive: true })
  })
})

/** A track as a player reads it. */
async function joinSegments(folder: string): Promise<string> {
  const file = join(folder, 'joined.mp4')
  const segments = Array.from(
    { length: Math.ceil(SECONDS / SEGMENT_SECONDS) },
    (_, index) => `${index + 1}.m4s`,
  )
  const names = ['init.mp4', ...segments]
  await writeFile(file, Buffer.concat(await Promise.all(names.map((name) => readFile(join(folder, name))))))
  return file
}

/** Checksums and times of all pictures. */
async function decodedFrames(file: string): Promise<string> {
  const { stdout } = await execa('ffmpeg', ['-v', 'error', '-i', file, '-map', '0:v', '-f', 'framemd5', '-'])
  return stdout.replaceAll(/^#.*\n/gm, '').replaceAll(/ +/g, '')
}
