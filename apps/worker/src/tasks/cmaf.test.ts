import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { equalChunks } from './testing/chunk-trial.ts'
import { flashAndBeep, signalsOf } from './testing/flash-and-beep.ts'
import { makeClip } from './testing/footage.ts'
import { surveySource } from './testing/survey-source.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-cmaf-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('sound and picture', () => {
  it.each([
    ['25 a second, MP4', 'together.mp4', '25', '-c:v libx264 -g 90 -c:a aac', 'aac'],
    ['29.97 a second, Matroska', 'together.mkv', '30000/1001', '-c:v libx264 -g 90 -c:a flac', 'aac'],
    ['in Opus', 'together.mp4', '25', '-c:v libx264 -g 90 -c:a aac', 'opus'],
  ] as const)('stay together: %s', async (_, file, rate, codecs, codec) => {
    const path = join(folder, file)
    await writeFile(path, await makeClip(file, flashAndBeep({ seconds: 13, rate, codecs })))
    const source = await surveySource(path)
    const { flashes, beeps, sound } = await signalsOf(source, equalChunks(source, 4000), codec)
    expect(sound).toEqual({ codec: codec === 'aac' ? 'mp4a.40.2' : 'opus', timescale: 48_000 })
    expect(flashes).toHaveLength(3)
    expect(beeps).toHaveLength(3)
    for (const [index, flash] of flashes.entries()) {
      // A flash begins with a frame, a beep when it will: up to a frame earlier.
      expect(flash - (beeps[index] ?? 0)).toBeGreaterThan(-0.01)
      expect(flash - (beeps[index] ?? 0)).toBeLessThan(rate === '25' ? 0.01 : 0.044)
    }
  })
})
