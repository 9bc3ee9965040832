import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
const WHOLE: Readonly<Record<string, number>> = {}

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
