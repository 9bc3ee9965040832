import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cutAt, foreignFilm, plainFilm } from './testing/breaking-films.ts'
import { describePublished } from './testing/describe-published.ts'
import { isAtHand, readZooFile } from './testing/read-zoo-file.ts'
import {
  artefactOf,
  leaveOneRung,
  openTaskBench,
  runAll,
  type TaskBench,
  type TestSource,
  upload,
} from './testing/run-tasks.ts'
import { ZOO } from './testing/zoo-table.ts'

let bench: TaskBench

beforeAll(async () => {
  bench = await openTaskBench('auto', undefined, 'until-damage')
})
afterAll(() => bench.close())

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

describe('a film that ends half-way, and grew while it was encoded', () => {
  it('is published to its end in the same place', async () => {
    const source = await upload(bench, cutAt(await foreignFilm(), 0.8))
    await runAll(bench, source, ['inspect', 'split', 'audio', 'encode-first', 'publish-growing'])
    const growing = artefactOf(source, 'publication')
    await runAll(bench, source, ['encode', 'package', 'poster', 'storyboard', 'publish'])
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
