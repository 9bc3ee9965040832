import { randomUUID } from 'node:crypto'
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import {
  encodeAudioArguments,
  parseStreamPart,
  partName,
  SOUND_CUT,
  type StreamPart,
  segmentName,
  selectSounds,
  soundFile,
  soundPartOf,
} from '@marquee/media'
import { createMemoryStore, type MemoryStore } from '@marquee/storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { growTrack } from './stream/grow-track.ts'
import { ffmpeg } from './testing/chunk-trial.ts'
import { makeClip } from './testing/footage.ts'
import { keepTaskBench } from './testing/keep-task-bench.ts'
import { artefactOf, keysOf, runAll, type TestSource, upload } from './testing/run-tasks.ts'
import { surveySource } from './testing/survey-source.ts'

const bench = keepTaskBench('premium')
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-growing-sound-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A tone that swells, in six channels, beside a small picture that no browser plays. */
function film(seconds: number, heard = '1'): Promise<Buffer> {
  const tone = Array.from({ length: 6 }, () => '0.02*(1.1+sin(t))*sin(2*PI*440*t)').join('|')
  return makeClip(`growing-sound-${seconds}s-${heard.replaceAll(/\W+/g, '-')}.mkv`, [
    ...['-f', 'lavfi', '-i', `testsrc2=s=96x64:r=25:d=${seconds}`],
    ...['-f', 'lavfi', '-i', `aevalsrc=exprs=${tone}:s=48000:d=${seconds}:c=5.1`],
    ...['-af', `aselect=${heard}`, '-c:v', 'mpeg4', '-g', '25', '-c:a', 'flac'],
  ])
}

async function planned(bytes: Buffer): Promise<TestSource> {
  const source = await upload(bench, bytes)
  await runAll(bench, source, ['inspect', 'loudness', 'split'])
  return source
}

const SOUNDS = ['audio', 'opus', 'surround']

/** The parts of a sound that viewers are given, as far as they go. */
async function partsOf(store: MemoryStore, revision: string, name: string): Promise<readonly StreamPart[]> {
  const parts: StreamPart[] = []
  for (;;) {
    const key = `${revision}/${partName(name, parts.length)}`
    const object = await store.get(key).catch(() => null)
    const part = object && parseStreamPart(JSON.stringify(await json(object.body)))
    if (!part) return parts
    parts.push(part)
  }
}

const outline = (parts: readonly StreamPart[]) =>
  parts.map(({ firstNumber, segments, last }) => [firstNumber, segments.length, last])

const revisionOf = (source: TestSource) => `videos/testVideo01/${artefactOf(source, 'stream').revision}`

async function segmentBytes(source: TestSource, name: string, number: number): Promise<Buffer> {
  const { body } = await bench.stores.transcoded.get(`${revisionOf(source)}/${segmentName(name, number)}`)
  return Buffer.concat(await body.toArray())
}

describe('the sound of a film that grows', () => {
  it('begins with what it will begin with when it is whole, and goes on without a gap', async () => {
    const early = await planned(await film(28))
    // Another run of the same film, which finds nothing of the first.
    const whole = { ...early, runId: randomUUID(), made: new Map(early.made) }
    await runAll(bench, whole, ['split'])
    await runAll(bench, early, ['audio-first'])
    await runAll(bench, whole, ['audio'])
    const [first, all] = [artefactOf(early, 'sound'), artefactOf(whole, 'sound')]
    expect(all.tracks.map(({ name }) => name)).toEqual(SOUNDS)
    const [heard] = all.tracks
    expect(heard?.gainDb).not.toBe(0)
    const begun = heard?.part.segments.slice(0, 1)
    expect(first.tracks).toMatchObject([{ name: 'audio', gainDb: heard?.gainDb, part: { segments: begun } }])
    expect(outline(await partsOf(bench.stores.transcoded, revisionOf(early), 'audio'))).toEqual([
      [1, 1, false],
    ])
    for (const name of ['opus', 'surround'])
      expect(await partsOf(bench.stores.transcoded, revisionOf(early), name)).toEqual([])
    const bytes = await segmentBytes(early, 'audio', 1)
    expect(bytes.equals(await segmentBytes(whole, 'audio', 1))).toBe(true)
    await runAll(bench, early, ['audio', 'audio-first'])
    for (const { name, part } of all.tracks) {
      const parts = await partsOf(bench.stores.transcoded, revisionOf(early), name)
      expect(outline(parts)).toEqual([
        [1, 1, false],
        [2, 2, false],
        [4, 4, true],
      ])
      expect(parts.flatMap(({ segments }) => segments)).toEqual(part.segments)
    }
  })

  it.each([
    ['is silent from before the end of its first segment until long after', "'lt(t,3)+gt(t,9)'"],
    ['comes late', "'gt(t,5)'"],
  ])('begins in the same way where it %s', async (_, heard) => {
    const early = await planned(await film(14, heard))
    const whole = { ...early, runId: randomUUID(), made: new Map(early.made) }
    await runAll(bench, whole, ['split', 'audio'])
    await runAll(bench, early, ['audio-first'])
    const [sound] = artefactOf(whole, 'sound').tracks
    const [first, ...others] = await partsOf(bench.stores.transcoded, revisionOf(early), 'audio')
    expect([first?.segments, first?.last, others]).toEqual([sound?.part.segments.slice(0, 1), false, []])
  })

  it('is whole at once where it is short, and nothing is written twice', async () => {
    const source = await planned(await film(3))
    await runAll(bench, source, ['audio-first'])
    const before = await keysOf(bench.stores.transcoded)
    await runAll(bench, source, ['audio'])
    const added = (await keysOf(bench.stores.transcoded)).filter((key) => !before.includes(key))
    expect(added.filter((key) => key.includes('/audio/'))).toEqual([])
    for (const name of SOUNDS) {
      const parts = await partsOf(bench.stores.transcoded, revisionOf(source), name)
      expect(outline(parts)).toEqual([[1, 1, true]])
    }
  })
})

describe('a mix that is not heard first', () => {
  it('is measured while the first is encoded, as it would be by itself', async () => {
    const source = await planned(await film(14))
    await runAll(bench, source, ['audio'])
    const alone = { ...source, runId: randomUUID(), made: new Map(source.made) }
    alone.made.delete('loudness')
    await runAll(bench, alone, ['split', 'audio'])
    const gains = (made: TestSource) => artefactOf(made, 'sound').tracks.map(({ gainDb }) => gainDb)
    expect(gains(source)).toEqual(gains(alone))
    expect(new Set(gains(source)).size).toBe(2)
  })
})

describe('a track whose file is being written', () => {
  /** The encoder's file, in as many pieces as it is written in. */
  async function encoded(): Promise<{ name: string; pieces: readonly Buffer[] }> {
    const path = join(folder, 'film.mkv')
    await writeFile(path, await film(28))
    const { facts } = await surveySource(path)
    const { audio } = facts
    const [track] = selectSounds(audio, ['aac'])
    if (!audio || !track) throw new Error('unreachable')
    const sounds = [{ track, gainDb: 0 }]
    await ffmpeg(encodeAudioArguments({ source: path, facts: { ...facts, audio }, sounds }), folder)
    const bytes = await readFile(join(folder, soundFile(track)))
    const size = Math.ceil(bytes.length / 4)
    return { name: track.name, pieces: [0, 1, 2, 3].map((at) => bytes.subarray(at * size, (at + 1) * size)) }
  }

  it('is given out part by part as it comes, each behind its segments', async () => {
    const { name, pieces } = await encoded()
    const store = createMemoryStore()
    const context = { videoPublicId: 'v', folder, signal: new AbortController().signal }
    const place = { revision: 'r', name }
    const growth = { cut: SOUND_CUT, partOf: soundPartOf, prove: () => {} }
    const track = growTrack({ ...context, stores: { transcoded: store } }, place, 'growing.mp4', growth)
    await track.readOn()
    const seen: unknown[][] = []
    for (const piece of pieces) {
      await appendFile(join(folder, 'growing.mp4'), piece)
      await track.readOn()
      seen.push(outline(await partsOf(store, 'videos/v/r', name)))
    }
    const whole = await track.finish()
    const parts = await partsOf(store, 'videos/v/r', name)
    expect(outline(parts)).toEqual([
      [1, 1, false],
      [2, 2, false],
      [4, 4, true],
    ])
    // More with each piece but for one that ends no part, and the last part when nothing follows any more.
    expect(seen).toEqual(seen.map(({ length }) => outline(parts).slice(0, length)))
    expect(seen[0]?.length).toBeLessThan(2)
    expect(seen.map(({ length }) => length)).toEqual(seen.map(({ length }) => length).toSorted())
    expect(seen.at(-1)).toHaveLength(2)
    expect(whole).toMatchObject({ index: 0, firstNumber: 1, last: true })
    expect(whole.segments).toEqual(parts.flatMap(({ segments }) => segments))
    expect((await keysOf(store)).filter((key) => key.endsWith('.m4s'))).toHaveLength(7)
  })

  it('publishes nothing of what is not as announced', async () => {
    const { name, pieces } = await encoded()
    await writeFile(join(folder, 'wrong.mp4'), Buffer.concat(pieces))
    const store = createMemoryStore()
    const context = { videoPublicId: 'v', folder, signal: new AbortController().signal }
    const refuse = () => {
      throw new Error('not as announced')
    }
    const growth = { cut: SOUND_CUT, partOf: soundPartOf, prove: refuse }
    const track = growTrack(
      { ...context, stores: { transcoded: store } },
      { revision: 'r', name },
      'wrong.mp4',
      growth,
    )
    await expect(track.finish()).rejects.toThrow('not as announced')
    expect(await keysOf(store)).toEqual([])
  })
})
