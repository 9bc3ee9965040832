import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { cutAt, damaged, foreignFilm, plainFilm } from './testing/breaking-films.ts'
import { describePublished } from './testing/describe-published.ts'
import { keepTaskBench } from './testing/keep-task-bench.ts'
import { probe } from './testing/probe.ts'
import { isAtHand, readZooFile } from './testing/read-zoo-file.ts'
import {
  artefactOf,
  copyRevision,
  leaveOneRung,
  openTaskBench,
  runAll,
  type TestSource,
  upload,
} from './testing/run-tasks.ts'
import { ZOO } from './testing/zoo-table.ts'

const bench = keepTaskBench('until-damage')

/** Seconds that are whole of files that are refused otherwise. */
const WHOLE: Readonly<Record<string, number>> = { 'd_sintel_truncated.mkv': 24.333 }

/** What is refused by every definition is refused by one that publishes what comes before damage, with the same code, but for these. */
describe('the broken files of the zoo', () => {
  const broken = ZOO.filter(({ outcome }) => typeof outcome === 'string')

  it.for(broken)('$file: $is', { timeout: 300_000 }, async (row, { skip }) => {
    skip(!isAtHand(row), 'there is no footage on this machine (MARQUEE_FOOTAGE)')
    const source = await upload(bench, await readZooFile(row))
    const seconds = WHOLE[row.file]
    if (seconds !== undefined) return expectPublished(source, seconds, row.outcome)
    expect(await bench.run('inspect', source)).toMatchObject({ failure: { code: row.outcome } })
  })
})

async function expectPublished(source: TestSource, seconds: number, code: unknown): Promise<void> {
  await runAll(bench, source, ['inspect', 'poster', 'split'])
  const { facts, broken } = artefactOf(source, 'facts')
  expect(broken?.code).toBe(code)
  expect(facts.durationMs / 1000).toBeCloseTo(seconds, 1)
  leaveOneRung(source)
  await runAll(bench, source, ['audio', 'encode', 'check-integrity', 'package', 'storyboard', 'publish'])
  const published = await describePublished(bench, source)
  expect(Math.abs(published.seconds - seconds)).toBeLessThan(0.1)
}

const textAt = async (path: string) =>
  text((await bench.stores.transcoded.get(`videos/testVideo01/${path}`)).body)

describe('a film that is damaged half-way', () => {
  it('has pictures, captions and files of what is published of it alone', async () => {
    const source = await upload(bench, damaged(await plainFilm(), 0.6))
    await runAll(bench, source, ['inspect'])
    const { facts } = artefactOf(source, 'facts')
    const seconds = facts.durationMs / 1000

    await runAll(bench, source, ['publish-source'])
    expect(artefactOf(source, 'publication')).toMatchObject({ early: true, durationMs: facts.durationMs })
    const early = await describePublished(bench, source)
    expect(early.seconds).toBeCloseTo(seconds, 1)

    await runAll(bench, source, ['split', 'audio', 'poster', 'captions', 'encode'])
    await runAll(bench, source, ['check-integrity', 'package', 'storyboard', 'publish'])
    expect(artefactOf(source, 'publication')).toMatchObject({ early: false, durationMs: facts.durationMs })
    const published = await describePublished(bench, source)
    expect(published.seconds).toBeCloseTo(seconds, 1)
    expect(published.frames).toBe(facts.video.frameCount)
    expect(artefactOf(source, 'poster').candidates.every(({ atMs }) => atMs < facts.durationMs)).toBe(true)

    const [captions] = artefactOf(source, 'captions').tracks
    const lines = (await textAt(captions?.path ?? '')).match(/at \d+/g)
    expect(lines).toHaveLength(Math.ceil(seconds))
    const previews = await textAt(artefactOf(source, 'storyboard').path)
    expect(previews.match(/--> (\S+)\n[^\n]*\s*$/)?.[1]).toBe(`00:00:${seconds.toFixed(3).padStart(6, '0')}`)

    const options = { renditions: 'all' }
    expect(await bench.run('download', source, { options })).toMatchObject({ outcome: 'succeeded' })
    const { revision, files } = artefactOf(source, 'downloads')
    const folder = await copyRevision(bench, revision)
    const file = await probe(join(folder, files[0]?.path.slice(revision.length) ?? ''))
    expect(file.duration).toBeCloseTo(seconds, 1)
    expect(file.streams.map(({ kind }) => kind)).toEqual(['video', 'audio'])
  })
})

describe('a film that ends half-way, and grew while it was encoded', () => {
  it('is published to its end in the same place', async () => {
    const source = await upload(bench, cutAt(await foreignFilm(), 0.8))
    await runAll(bench, source, [
      'inspect',
      'loudness',
      'split',
      'audio-first',
      'encode-first',
      'publish-growing',
    ])
    const growing = artefactOf(source, 'publication')
    await runAll(bench, source, ['audio', 'encode', 'package', 'poster', 'storyboard', 'publish'])
    const { facts } = artefactOf(source, 'facts')
    const { revision, durationMs } = growing
    expect(artefactOf(source, 'publication')).toMatchObject({ revision, durationMs, early: false })
    const { seconds, frames } = await describePublished(bench, source)
    expect(seconds).toBeCloseTo(durationMs / 1000, 1)
    expect(frames).toBe(facts.video.frameCount)
  })
})

describe('a film that is whole', () => {
  it('is described as by a definition that refuses what breaks', async () => {
    const rejecting = await openTaskBench()
    const bytes = await plainFilm()
    const [one, other] = [await upload(rejecting, bytes), await upload(bench, bytes)]
    await runAll(rejecting, one, ['inspect'])
    await runAll(bench, other, ['inspect'])
    expect(artefactOf(other, 'facts')).toEqual(artefactOf(one, 'facts'))
    await rejecting.close()
  })
})
