import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DAMAGED_EXIT, encodeChunkArguments, planChunks, selectRungs } from '@marquee/media'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { equalChunks } from './testing/chunk-trial.ts'
import { expectSeamless } from './testing/expect-chunks.ts'
import { flashAndBeep, type Signals, signalsOf, signalsOfFile } from './testing/flash-and-beep.ts'
import { FOOTAGE, makeClip } from './testing/footage.ts'
import { isAtHand, readZooFile } from './testing/read-zoo-file.ts'
import { surveySource } from './testing/survey-source.ts'
import { ZOO } from './testing/zoo-table.ts'

const MINUTES = 60_000

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-chunk-clips-'))
})
afterAll(() => rm(folder, { recursive: true }))

const CLIPS = ['bbb_1080p25_62s.mp4', 'sintel_trailer-720p.mp4', 'car-detection.mp4', 'l2_train_ad.mp4']

describe('real footage in chunks', () => {
  it.for(CLIPS)('%s, each 4 s', { timeout: 10 * MINUTES }, async (file, { skip }) => {
    if (FOOTAGE === null) return skip('there is no footage on this machine (MARQUEE_FOOTAGE)')
    const source = await surveySource(join(FOOTAGE, file))
    await expectSeamless(source, (seekable) => equalChunks(seekable, 4000))
  })

  it.for(CLIPS)('%s, as it is planned', { timeout: 10 * MINUTES }, async (file, { skip }) => {
    if (FOOTAGE === null) return skip('there is no footage on this machine (MARQUEE_FOOTAGE)')
    const source = await surveySource(join(FOOTAGE, file))
    await expectSeamless(source, ({ facts, seeking }) => planChunks(facts, seeking))
  })
})

describe('damage', () => {
  const status = async (file: string) => {
    if (FOOTAGE === null) return []
    const source = await surveySource(join(FOOTAGE, file))
    const { facts, seeking } = source
    const ends: (number | undefined)[] = []
    for (const chunk of planChunks(facts, seeking)) {
      const rungs = selectRungs(facts).slice(-1)
      const request = { source: source.path, facts, seeking, chunk, rungs, preset: 'ultrafast' } as const
      const args = encodeChunkArguments({ ...request, damage: 'counted' })
      ends.push((await execa('ffmpeg', args, { cwd: folder, reject: false })).exitCode)
    }
    return ends
  }

  it('is found in the chunks that have it, and in no other', { timeout: 10 * MINUTES }, async ({ skip }) => {
    skip(FOOTAGE === null, 'there is no footage on this machine (MARQUEE_FOOTAGE)')
    expect(await status('zoo/d_sintel_bitflips.mp4')).toContain(DAMAGED_EXIT)
    for (const sound of CLIPS) expect(new Set(await status(sound)), sound).toEqual(new Set([0]))
  })
})

describe('the zoo in chunks', () => {
  const accepted = ZOO.filter(({ outcome }) => typeof outcome !== 'string')

  it.for(accepted)('$file: $is', { timeout: 5 * MINUTES }, async (row, { skip }) => {
    skip(!isAtHand(row), 'there is no footage on this machine (MARQUEE_FOOTAGE)')
    const path = join(folder, row.file)
    await writeFile(path, await readZooFile(row))
    const source = await surveySource(path)
    await expectSeamless(source, (seekable) => equalChunks(seekable, 4000))
  })
})

/** From the beginning, the middle and the end of ten minutes with a signal every 5 s. */
const THIRDS = [
  ['the beginning', 0, 40],
  ['the middle', 40, 80],
  ['the end', 80, 120],
] as const

describe('ten minutes of sound and picture', () => {
  it.each([
    { rate: '25', soundRate: 44_100, size: '64x36' },
    { rate: '30000/1001', soundRate: 44_100, size: '320x180' },
    { rate: '30000/1001', soundRate: 48_000, size: '320x180' },
  ])(
    'stay together: $rate frames and $soundRate samples a second',
    { timeout: 10 * MINUTES },
    async ({ rate, soundRate, size }) => {
      const clip = { seconds: 600, rate, soundRate, size, codecs: '-c:v libx264 -g 250 -c:a aac' }
      const name = `together-${size}-${rate.replace('/', '-')}-${soundRate}.mp4`
      const path = join(folder, name)
      await writeFile(path, await makeClip(name, flashAndBeep(clip)))
      const source = await surveySource(path)
      const chunks = planChunks(source.facts, source.seeking)
      expect(chunks.length).toBeGreaterThan(1)
      const [before, after] = [await signalsOfFile(path), await signalsOf(source, chunks)]
      const [given, published] = [lags(before), lags(after)]
      expect([given, published].map(({ length }) => length)).toEqual([120, 120])
      // A picture stands for up to 40 ms, so that a flash is seen that much after its beep: of the source as well.
      const offsets = published.map((lag, index) => lag - (given[index] ?? 0))
      const worst = (from: number, to: number) => Math.max(...offsets.slice(from, to).map(Math.abs))
      for (const [where, from, to] of THIRDS) expect(worst(from, to), where).toBeLessThan(0.01)
      const mean = (from: number, to: number) =>
        offsets.slice(from, to).reduce((sum, offset) => sum + offset, 0) / (to - from)
      expect(Math.abs(mean(80, 120) - mean(0, 40)), 'drift').toBeLessThan(0.002)
    },
  )
})

/** How long after its beep each flash is seen, in seconds. */
function lags({ flashes, beeps }: Signals): readonly number[] {
  expect(beeps).toHaveLength(flashes.length)
  return flashes.map((flash, index) => flash - (beeps[index] ?? 0))
}
