import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeClip } from './testing/footage.ts'
import { keyframes, probe } from './testing/probe.ts'
import {
  artefactOf,
  copyRevision,
  openTaskBench,
  runAll,
  type TaskBench,
  type TestSource,
  upload,
} from './testing/run-tasks.ts'

let bench: TaskBench

beforeAll(async () => {
  bench = await openTaskBench('auto', undefined, 'audio')
})
afterAll(() => bench.close())

const SECONDS = 9
/** Loud at its beginning, silent at its end. */
const FADING = ['-f', 'lavfi', '-i', `aevalsrc=exprs=0.5*sin(2765*t)*(1-t/${SECONDS}):s=44100:d=${SECONDS}`]
const COVER = ['-f', 'lavfi', '-i', 'color=c=blue:s=300x300:r=1:d=1']
const WITH_COVER = [
  '-map',
  '0',
  '-map',
  '1',
  '-frames:v',
  '1',
  '-c:v',
  'mjpeg',
  '-disposition:v',
  'attached_pic',
]
const TASKS = ['inspect', 'split', 'audio', 'poster', 'encode', 'captions', 'package', 'download', 'publish']

const song = () => makeClip('fading.mp3', FADING)
const podcast = () => makeClip('fading-cover.m4a', [...FADING, ...COVER, ...WITH_COVER])

/** Red, green and blue of a poster. */
interface Colours {
  readonly middle: readonly number[]
  /** At its left. */
  readonly edge: readonly number[]
}

interface Played extends Colours {
  readonly folder: string
}

/** Runs the whole pipeline, whose tasks check what is published, and reads that as players do. */
async function play(bytes: Uint8Array): Promise<Played> {
  const source = await upload(bench, bytes)
  await runAll(bench, source, TASKS)
  const { revision, posterPath, renditions } = artefactOf(source, 'publication')
  expect(renditions.map(({ name, width, height }) => `${name} ${width}x${height}`)).toEqual([
    '720p 1280x720',
    'audio 0x0',
  ])
  expect(posterPath).toBe(artefactOf(source, 'poster').path)
  return { folder: await copyRevision(bench, revision), ...(await coloursOf(source)) }
}

async function coloursOf(source: TestSource): Promise<Colours> {
  const pictures = await copyRevision(bench, artefactOf(source, 'poster').revision)
  const image = sharp(join(pictures, 'poster.jpg'))
  expect(await image.metadata()).toMatchObject({ width: 1280, height: 720, format: 'jpeg' })
  const [middle, edge] = await Promise.all([colourAt(image, 648), colourAt(image, 20)])
  await rm(pictures, { recursive: true })
  return { middle, edge }
}

async function colourAt(image: Sharp, left: number): Promise<readonly number[]> {
  const pixel = image.clone().extract({ left, top: 360, width: 1, height: 1 }).removeAlpha().raw()
  return [...(await pixel.toBuffer())]
}

function expectDrawnSound({ middle, edge }: Colours): void {
  // A bar, and the wall.
  const [red = 0, , blue = 0] = middle
  expect(red - blue).toBeGreaterThan(100)
  expect(Math.max(...edge)).toBeLessThan(60)
}

async function expectPlayable(folder: string): Promise<void> {
  for (const name of ['master.m3u8', 'manifest.mpd']) {
    const { streams, duration } = await probe(join(folder, name))
    const byKind = new Map(streams.map((stream) => [stream.kind, stream]))
    expect(streams.length, name).toBe(2)
    expect(byKind.get('audio'), name).toMatchObject({ start: 0, channels: 1 })
    expect(byKind.get('video'), name).toMatchObject({
      ...{ start: 0, width: 1280, height: 720, pixelFormat: 'yuv420p', sampleAspect: '1:1' },
      colours: 'tv bt709 bt709 bt709',
    })
    expect(Math.abs(duration - SECONDS), name).toBeLessThan(0.6)
  }
  // Pictures in order need none, and a player that overlooks it would take the film for a second longer.
  expect((await readFile(join(folder, '720p/init.mp4'))).includes('elst')).toBe(false)
  const { times, frames } = await keyframes(join(folder, '720p.m3u8'))
  expect(times.map(Number)).toEqual([0, 4, 8])
  expect(Math.abs(frames - 2 * SECONDS)).toBeLessThanOrEqual(1)
}

async function inspected(bytes: Uint8Array): Promise<TestSource | string> {
  const source = await upload(bench, bytes)
  const end = await bench.run('inspect', source)
  return end.outcome === 'failed' ? end.failure.code : source
}

describe('audio', () => {
  it('makes a page of a song, which shows what it sounds like', async () => {
    const { folder, ...colours } = await play(await song())
    await expectPlayable(folder)
    expectDrawnSound(colours)
    await rm(folder, { recursive: true })
  })

  it('shows the cover of a podcast', async () => {
    const { folder, middle, edge } = await play(await podcast())
    await expectPlayable(folder)
    const [red = 0, , blue = 0] = middle
    expect(blue - red).toBeGreaterThan(200)
    // The same, dark.
    expect(edge[2]).toBeGreaterThan(60)
    expect(edge[2]).toBeLessThan(200)
    await rm(folder, { recursive: true })
  })

  it.each([
    ['has no size', [0xff, 0xd8, 0xff]],
    ['has no pixels', [0xff, 0xda]],
  ])('shows what it sounds like where its cover %s', async (_, marker) => {
    const bytes = await podcast()
    const picture = bytes.indexOf(Buffer.from([0xff, 0xd8, 0xff]))
    expect(picture).toBeGreaterThan(0)
    const at = bytes.indexOf(Buffer.from(marker), picture)
    expect(at).toBeGreaterThan(0)
    // It lies at the end of the file.
    const source = await upload(bench, Buffer.from(bytes).fill(0, at))
    await runAll(bench, source, ['inspect', 'poster'])
    expectDrawnSound(await coloursOf(source))
  })

  it('keeps the sound of a film, and shows a picture of it', async () => {
    const film = await makeClip('audio-film.mp4', [
      ...[...FADING, '-f', 'lavfi', '-i', 'color=c=red:s=320x240:r=25', '-t', '4', '-pix_fmt', 'yuv420p'],
    ])
    const source = await upload(bench, film)
    await runAll(bench, source, ['inspect', 'poster'])
    expect(artefactOf(source, 'facts').facts).toMatchObject({
      audio: { codec: 'aac' },
      video: { codec: 'mjpeg', frameCount: 8 },
    })
    const [red = 0, green = 255] = (await coloursOf(source)).middle
    expect(red - green).toBeGreaterThan(200)
  })

  it.each([
    ['plain.mp3', 'mp3', ['-id3v2_version', '0', '-write_xing', '0']],
    ['plain.aac', 'aac', []],
    ['plain.opus', 'ogg', ['-c:a', 'libopus', '-ar', '48000']],
    ['plain.flac', 'flac', []],
    ['plain.wav', 'wav', []],
  ])('takes %s', async (name, container, args) => {
    const source = await inspected(await makeClip(name, [...FADING, ...args]))
    if (typeof source === 'string') return expect.fail(source)
    const { facts } = artefactOf(source, 'facts')
    expect(facts).toMatchObject({ container, audio: { channels: 1 } })
    expect(Math.abs(facts.durationMs - SECONDS * 1000)).toBeLessThan(60)
  })

  it('refuses what has no sound, what ends early, and what is none', async () => {
    const silent = await makeClip('silent.mp4', ['-f', 'lavfi', '-i', 'color=s=64x64:r=5:d=1'])
    expect(await inspected(silent)).toBe('SOURCE_NO_SOUND')
    for (const name of ['plain.flac', 'plain.wav']) {
      const whole = await makeClip(name, FADING)
      expect(await inspected(whole.subarray(0, whole.length / 2))).toBe('SOURCE_TRUNCATED')
    }
    expect(await inspected(Buffer.alloc(50_000, 'no sound at all'))).toBe('SOURCE_UNREADABLE')
    // As it begins, and nothing behind it.
    expect(await inspected(Buffer.concat([Buffer.from('ID3\x04'), Buffer.alloc(50_000, 7)]))).toMatch(
      /^SOURCE_/,
    )
  })
})
