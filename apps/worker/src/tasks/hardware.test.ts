import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  checkEncoderTrial,
  encodeChunkArguments,
  encoderTrialArguments,
  HARDWARE_ENCODERS,
  initName,
  RENDER_NODE,
  renditionFile,
  selectRungs,
} from '@marquee/media'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findEncoders } from '../ffmpeg/find-encoders.ts'
import { writeRenditions } from './stream/write-renditions.ts'
import { makeClip } from './testing/footage.ts'
import {
  artefactOf,
  keysOf,
  openTaskBench,
  runAll,
  type TaskBench,
  type TestSource,
  upload,
} from './testing/run-tasks.ts'

let bench: TaskBench
let source: TestSource

beforeAll(async () => {
  // As if a device had been there when the worker started.
  bench = await openTaskBench('auto', undefined, 'standard', 'h264_vaapi')
  const drawn = '-f lavfi -i testsrc2=s=160x120:r=25:d=5 -c:v libx264 -preset ultrafast -pix_fmt yuv420p'
  source = await upload(bench, await makeClip('hardware-5s.mp4', drawn.split(' ')))
  await runAll(bench, source, ['inspect'])
})
afterAll(() => bench.close())

const isAbsent = !existsSync(RENDER_NODE)

describe('split', () => {
  it.runIf(isAbsent)('announces a film in software where the device fails a trial, and says so', async () => {
    await runAll(bench, source, ['split'])
    const { hardware, remark, preset } = artefactOf(source, 'stream')
    expect([hardware, preset]).toEqual([undefined, 'ultrafast'])
    expect(remark).toMatch(/^In software, since h264_vaapi was tried in vain\. .*renderD128/s)
    await runAll(bench, source, ['encode'])
  })

  it('tries nothing where a run with hardware has failed before', async () => {
    await runAll(bench, { ...source, runId: 'second' }, ['split'], { software: true })
    expect(artefactOf(source, 'stream')).not.toHaveProperty('hardware')
    expect(artefactOf(source, 'stream').remark).toBe('In software, since a run with hardware failed.')
  })

  it('leaves a film of a variable rate to software', async () => {
    const report = artefactOf(source, 'facts')
    const facts = { ...report.facts, video: { ...report.facts.video, isVariable: true } }
    const variable = {
      ...source,
      runId: 'variable',
      made: new Map([['inspect', { facts: { ...report, facts } }]]),
    }
    await runAll(bench, variable, ['split'])
    expect(artefactOf(variable, 'stream')).not.toHaveProperty('remark')
  })
})

describe('encode', () => {
  it.runIf(isAbsent)('fails by a code of ours where the hardware of its stream is gone', async () => {
    const third = { ...source, runId: 'third', made: new Map(source.made) }
    await runAll(bench, third, ['split'])
    const stream = { ...artefactOf(third, 'stream'), hardware: 'h264_vaapi', preset: 'superfast' }
    third.made.set('split', { ...third.made.get('split'), stream })
    expect(await bench.run('encode', third)).toMatchObject({
      outcome: 'failed',
      failure: { code: 'ENCODE_FAILED' },
    })
    const left = (await keysOf(bench.stores.transcoded)).filter((key) => key.includes(stream.revision))
    // The stream's head.
    expect(left).toHaveLength(1)
  })
})

describe('what a stream of hardware is given', () => {
  const videoPublicId = 'provenVideo'

  /** A chunk as an encoder has written it, and where its stream is. */
  async function encodeOne(revision: string) {
    const film = { ...source, made: new Map(source.made) }
    await runAll(bench, film, ['split'], { software: true })
    const [{ facts, seeking }, { chunks, damage }] = [artefactOf(film, 'facts'), artefactOf(film, 'chunks')]
    const stream = { ...artefactOf(film, 'stream'), hardware: 'h264_vaapi' as const, revision }
    const [chunk, rung] = [chunks[0], stream.rungs.at(-1)]
    if (!chunk || !rung) expect.fail('nothing to encode')
    const { body } = await bench.stores.originals.get(source.key)
    await writeFile(join(bench.scratch, 'film.mp4'), Buffer.concat(await body.toArray()))
    const request = { facts, seeking, chunk, rungs: [rung], preset: stream.preset, damage }
    await execa('ffmpeg', encodeChunkArguments({ source: 'film.mp4', ...request }), { cwd: bench.scratch })
    const context = {
      ...{ stores: bench.stores, videoPublicId, folder: bench.scratch },
      signal: new AbortController().signal,
    }
    const keysThere = async () =>
      (await keysOf(bench.stores.transcoded)).filter((key) => key.includes(`${videoPublicId}/${revision}/`))
    const initKey = `videos/${videoPublicId}/${revision}/${initName(rung.name)}`
    return {
      context,
      encoded: { video: facts.video, seeking, chunk, rungs: [rung], stream },
      keysThere,
      initKey,
    }
  }

  it('is a chunk that begins as the others do, however often it comes', async () => {
    const { context, encoded, keysThere } = await encodeOne('same')
    const first = await writeRenditions(context, encoded)
    expect(await writeRenditions(context, encoded)).toEqual(first)
    const segments = first.tracks[0]?.part.segments.length ?? 0
    expect(segments).toBeGreaterThan(1)
    // Besides them the initialization and the part.
    expect(await keysThere()).toHaveLength(segments + 2)
  })

  it('is no segment of one that begins otherwise', async () => {
    const { context, encoded, keysThere, initKey } = await encodeOne('other-driver')
    await bench.stores.transcoded.put(initKey, 'of another driver')
    await expect(writeRenditions(context, encoded)).rejects.toMatchObject({ code: 'PACKAGE_FAILED' })
    expect(await keysThere()).toEqual([initKey])
  })

  it('is nothing of one that is not whole', async () => {
    const { context, encoded, keysThere } = await encodeOne('not-whole')
    const chunk = { ...encoded.chunk, startMs: 4_000 }
    await expect(writeRenditions(context, { ...encoded, chunk })).rejects.toMatchObject({
      code: 'ENCODE_FAILED',
    })
    expect(await keysThere()).toEqual([])
  })
})

describe('an encoder trial', () => {
  const rungsOf = (at: TestSource) => selectRungs(artefactOf(at, 'facts').facts)

  /** What a trial in software writes, with some arguments replaced. */
  async function tryIt(change: (arg: string) => string = (arg) => arg): Promise<readonly string[]> {
    const { facts } = artefactOf(source, 'facts')
    const rungs = rungsOf(source)
    const trial = { rungs, video: facts.video, preset: 'veryfast', hardware: null } as const
    await execa('ffmpeg', encoderTrialArguments(trial).map(change), { cwd: bench.scratch })
    const found = rungs.map(async (rung) =>
      checkEncoderTrial(await readFile(join(bench.scratch, renditionFile(rung))), rung, trial),
    )
    return (await Promise.all(found)).flat()
  }

  it('lets an encoder pass that does as it is told', async () => {
    expect(await tryIt()).toEqual([])
  })

  it('tells of one that forces no keyframes, or states another level', async () => {
    expect(await tryIt((arg) => (arg.startsWith('expr:') ? '0' : arg))).toContain(
      'it has no keyframe behind 4 s',
    )
    const lower = await tryIt((arg) => arg.replace(/^1\.\d$/, '4.0'))
    expect(lower[0]).toMatch(/^it is avc1\.4d4028, not avc1\.4d40/)
  })
})

const found = await findEncoders()
const present = HARDWARE_ENCODERS.filter((encoder) => found.includes(encoder))

describe.skipIf(present.length === 0)('hardware of this machine', () => {
  it.each([...present])('encodes a film in chunks by %s', async (encoder) => {
    const own = await openTaskBench('auto', undefined, 'standard', encoder)
    const drawn =
      '-f lavfi -i testsrc2=s=1280x720:r=30000/1001:d=30 -c:v libx264 -preset ultrafast -pix_fmt yuv420p'
    const film = await upload(own, await makeClip('hardware-30s.mp4', drawn.split(' ')))
    await runAll(own, film, ['inspect', 'split', 'encode', 'package'])
    expect(artefactOf(film, 'stream')).toMatchObject({ hardware: encoder, remark: `H.264 by ${encoder}.` })
    expect(artefactOf(film, 'chunks').chunks.length).toBeGreaterThan(1)
    expect(artefactOf(film, 'streams').renditions.length).toBeGreaterThan(2)
    await own.close()
  })
})
