import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { json, text } from 'node:stream/consumers'
import { STREAM_HEAD, type StreamHead } from '@marquee/media'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describePublished } from './testing/describe-published.ts'
import { makeClip } from './testing/footage.ts'
import { probe } from './testing/probe.ts'
import type { TaskBench, TestSource } from './testing/run-tasks.ts'
import { artefactOf, copyRevision, keysOf, openTaskBench, runAll, upload } from './testing/run-tasks.ts'

/** Two definitions that differ in what becomes of a film that breaks. */
let rejecting: TaskBench
let publishing: TaskBench

beforeAll(async () => {
  rejecting = await openTaskBench()
  publishing = await openTaskBench('auto', undefined, 'until-damage')
})
afterAll(() => Promise.all([rejecting.close(), publishing.close()]))

const SECONDS = 30
/** A keyframe every 1.8 s, so that none but the first is where a segment begins. */
const PICTURES = '-preset ultrafast -pix_fmt yuv420p -sc_threshold 0 -g 45 -keyint_min 45'

/** A line of captions every second, which says when. */
const CAPTIONS = Array.from({ length: SECONDS }, (_, second) => {
  const time = `00:00:${String(second).padStart(2, '0')}`
  return `${second + 1}\n${time},000 --> ${time},900\nat ${second}\n\n`
}).join('')

async function film(name: string, encoder: string): Promise<Buffer> {
  const captions = join(publishing.scratch, 'captions.srt')
  await writeFile(captions, CAPTIONS)
  const drawn = [`testsrc2=s=96x64:r=25:d=${SECONDS}`, `sine=d=${SECONDS}`].flatMap((it) => [
    '-f',
    'lavfi',
    '-i',
    it,
  ])
  return makeClip(`until-damage-${name}`, [...drawn, '-i', captions, ...encoder.split(' ')])
}

const plain = () => film('plain.mp4', `-c:v libx264 ${PICTURES} -c:a aac -c:s mov_text -movflags +faststart`)
const foreign = () => film('foreign.mkv', '-c:v mpeg4 -g 45 -c:a libvorbis -c:s srt')

/** The same with what lies at this share of its bytes gone. */
function damaged(bytes: Buffer, share: number): Buffer {
  const at = Math.round(bytes.length * share)
  return Buffer.from(bytes).fill(0xff, at, at + 3000)
}

const cutAt = (bytes: Buffer, share: number) => bytes.subarray(0, Math.round(bytes.length * share))

async function inspected(bench: TaskBench, bytes: Uint8Array): Promise<TestSource> {
  const source = await upload(bench, bytes)
  await runAll(bench, source, ['inspect'])
  return source
}

const textAt = async (bench: TaskBench, path: string) =>
  text((await bench.stores.transcoded.get(`videos/testVideo01/${path}`)).body)

describe('a film that is damaged half-way', () => {
  it('is refused by a definition that says nothing of it', async () => {
    const source = await inspected(rejecting, damaged(await plain(), 0.6))
    await runAll(rejecting, source, ['publish-source', 'split'])
    expect(artefactOf(source, 'publication')).toMatchObject({ early: true })
    expect(await rejecting.run('encode', source)).toMatchObject({ failure: { code: 'SOURCE_DAMAGED' } })
  })

  it('is published as far as it is whole by one that says so, with all that belongs to it', async () => {
    const source = await inspected(publishing, damaged(await plain(), 0.6))
    const { facts, broken, remark } = artefactOf(source, 'facts')
    expect(broken?.code).toBe('SOURCE_DAMAGED')
    expect(remark).toMatch(/^Only the first \d+(\.\d+)? s are whole\./)
    const seconds = facts.durationMs / 1000
    expect(seconds).toBeGreaterThan(8)
    expect(seconds).toBeLessThan(20)

    await runAll(publishing, source, ['publish-source'])
    expect(artefactOf(source, 'publication')).toMatchObject({ early: true, durationMs: facts.durationMs })
    const early = await describePublished(publishing, source)
    expect(early.seconds).toBeCloseTo(seconds, 1)

    await runAll(publishing, source, ['split', 'audio', 'poster', 'captions', 'encode'])
    await runAll(publishing, source, ['check-integrity', 'package', 'storyboard', 'publish'])
    expect(artefactOf(source, 'publication')).toMatchObject({ early: false, durationMs: facts.durationMs })
    const published = await describePublished(publishing, source)
    expect(published.seconds).toBeCloseTo(seconds, 1)
    expect(published.frames).toBe(facts.video.frameCount)
    expect(artefactOf(source, 'poster').candidates.every(({ atMs }) => atMs < facts.durationMs)).toBe(true)

    const [captions] = artefactOf(source, 'captions').tracks
    const lines = (await textAt(publishing, captions?.path ?? '')).match(/at \d+/g)
    expect(lines).toHaveLength(Math.ceil(seconds))
    const previews = await textAt(publishing, artefactOf(source, 'storyboard').path)
    expect(previews.match(/--> (\S+)\n[^\n]*\s*$/)?.[1]).toBe(`00:00:${seconds.toFixed(3).padStart(6, '0')}`)

    const options = { renditions: 'all' }
    expect(await publishing.run('download', source, { options })).toMatchObject({ outcome: 'succeeded' })
    const { revision, files } = artefactOf(source, 'downloads')
    const folder = await copyRevision(publishing, revision)
    const file = await probe(join(folder, files[0]?.path.slice(revision.length) ?? ''))
    expect(file.duration).toBeCloseTo(seconds, 1)
    expect(file.streams.map(({ kind }) => kind)).toEqual(['video', 'audio'])
  })

  it('is refused where next to nothing is whole, and leaves nothing behind', async () => {
    const source = await upload(publishing, damaged(await plain(), 0.1))
    expect(await publishing.run('inspect', source)).toMatchObject({ failure: { code: 'SOURCE_DAMAGED' } })
    expect((await keysOf(publishing.stores.temporary)).filter((key) => key.includes(source.runId))).toEqual(
      [],
    )
  })
})

describe('a film that ends half-way, and grows while it is encoded', () => {
  it('is refused by a definition that says nothing of it', async () => {
    const source = await upload(rejecting, cutAt(await foreign(), 0.8))
    expect(await rejecting.run('inspect', source)).toMatchObject({ failure: { code: 'SOURCE_TRUNCATED' } })
  })

  it('grows as far as it is whole, and was never announced as longer', async () => {
    const source = await inspected(publishing, cutAt(await foreign(), 0.8))
    const { facts, broken, reasonsAgainstRemux } = artefactOf(source, 'facts')
    expect(broken?.code).toBe('SOURCE_TRUNCATED')
    expect(reasonsAgainstRemux).not.toEqual([])
    expect(facts.durationMs).toBeGreaterThan(20_000)
    expect(facts.durationMs).toBeLessThan(26_000)

    await runAll(publishing, source, ['split', 'audio', 'encode-first', 'publish-growing'])
    const growing = artefactOf(source, 'publication')
    expect(growing).toMatchObject({ early: true, durationMs: facts.durationMs })
    const head = await publishing.stores.transcoded.get(
      `videos/testVideo01/${growing.revision}/${STREAM_HEAD}`,
    )
    expect(((await json(head.body)) as StreamHead).durationMs).toBe(facts.durationMs)
    const chunks = artefactOf(source, 'chunks').chunks
    expect(chunks.length).toBeGreaterThan(1)
    expect(chunks.at(-1)?.endMs).toBe(facts.durationMs)

    await runAll(publishing, source, ['encode', 'package', 'poster', 'storyboard', 'publish'])
    const published = artefactOf(source, 'publication')
    expect(published).toMatchObject({ revision: growing.revision, durationMs: facts.durationMs })
    const { seconds, frames } = await describePublished(publishing, source)
    expect(seconds).toBeCloseTo(facts.durationMs / 1000, 1)
    expect(frames).toBe(facts.video.frameCount)
  })
})

describe('a film that is whole', () => {
  it('is described alike by both', async () => {
    const bytes = await plain()
    const [one, other] = [await inspected(rejecting, bytes), await inspected(publishing, bytes)]
    expect(artefactOf(other, 'facts')).toEqual(artefactOf(one, 'facts'))
  })
})
