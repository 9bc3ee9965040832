import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DAMAGED_EXIT, encodeChunkArguments, planChunks, selectRungs } from '@marquee/media'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { equalChunks } from './testing/chunk-trial.ts'
import { expectSeamless } from './testing/expect-chunks.ts'
import { flashAndBeep, signalsOf } from './testing/flash-and-beep.ts'
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

describe('ten minutes of sound and picture', () => {
  it('stay together', { timeout: 10 * MINUTES }, async () => {
    const path = join(folder, 'together.mp4')
    await writeFile(
      path,
      await makeClip('together-600s.mp4', flashAndBeep(600, '25', '-c:v libx264 -g 250 -c:a aac')),
    )
    const source = await surveySource(path)
    const { flashes, beeps } = await signalsOf(source, planChunks(source.facts, source.seeking))
    expect(flashes).toHaveLength(120)
    const offsets = flashes.map((flash, index) => Math.abs(flash - (beeps[index] ?? 0)))
    expect(Math.max(...offsets)).toBeLessThan(0.01)
  })
})
