import { describe, expect, it } from 'vitest'
import { describePublished } from './testing/describe-published.ts'
import { keepTaskBench } from './testing/keep-task-bench.ts'
import { isAtHand, readZooFile } from './testing/read-zoo-file.ts'
import { artefactOf, leaveOneRung, runAll, upload } from './testing/run-tasks.ts'
import { type AcceptedFile, soundsOf, type ZooFile } from './testing/zoo-file.ts'
import { ZOO } from './testing/zoo-table.ts'

const bench = keepTaskBench()

const MINUTES = 60_000
const CHANNELS = { mono: 1, stereo: 2, '5.1': 6 }

/** The long form of the table: the whole way of every file that inspection lets through, read as a player reads it. */
describe('publishing the zoo', () => {
  const way = ZOO.filter(({ outcome, foundBy }) => typeof outcome !== 'string' || foundBy === 'encode')

  it.for(way)('$file: $is', { timeout: 5 * MINUTES }, async (row, { skip }) => {
    skip(!isAtHand(row), 'there is no footage on this machine (MARQUEE_FOOTAGE)')
    if (typeof row.outcome === 'string') await expectDamage(row, row.outcome)
    else await expectPublished(row, row.outcome)
  })
})

async function expectPublished(row: ZooFile, expected: AcceptedFile): Promise<void> {
  const source = await upload(bench, await readZooFile(row))
  await runAll(bench, source, [
    'inspect',
    'poster',
    'split',
    'audio',
    'encode',
    'package',
    'storyboard',
    'publish',
  ])
  const { rates, seconds, frames, ...published } = await describePublished(bench, source)
  expect(published).toEqual({
    rungs: expected.rungs,
    looks: ['yuv420p tv bt709 bt709 bt709 1:1 upright'],
    channels: soundsOf(expected).map((sound) => CHANNELS[sound]),
    ranges: ['VIDEO-RANGE=SDR'],
  })
  const { frameCount, lastFrameMs } = artefactOf(source, 'facts').facts.video
  if (expected.varies) {
    expect(frames).toBe(frameCount)
    // Nobody tells an encoder how long the last frame stands.
    expect(Math.abs(seconds - expected.seconds)).toBeLessThan(0.1 + lastFrameMs / 1000)
    return
  }
  const rate = numberOf(expected.plays)
  // Large renditions of smooth motion have twice the frames of small ones.
  const times = rates.map((one) => Math.round((1000 * one) / rate) / 1000)
  expect(Math.min(...times)).toBe(1)
  expect(times.filter((one) => ![1, 2].includes(one))).toEqual([])
  // None is lost, and none is made up but to fill a late start or a hole.
  expect(frames).toBeGreaterThan((frameCount * rate) / numberOf(expected.rate) - 0.5)
  expect(frames).toBeLessThan(expected.seconds * rate + 1.5)
  expect(Math.abs(seconds - expected.seconds)).toBeLessThan(0.1)
}

function numberOf(rate: string): number {
  const [numerator, denominator] = rate.split('/').map(Number)
  return (numerator ?? 0) / (denominator ?? 1)
}

/** Through its lowest rung alone: the damage is in the source. */
async function expectDamage(row: ZooFile, code: string): Promise<void> {
  const source = await upload(bench, await readZooFile(row))
  await runAll(bench, source, ['inspect', 'split'])
  leaveOneRung(source)
  expect(await bench.run('encode', source)).toMatchObject({ outcome: 'failed', failure: { code } })
}
