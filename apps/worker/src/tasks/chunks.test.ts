import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chunkToTry, cutTrialArguments, DAMAGED_EXIT, planChunks } from '@marquee/media'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHUNK_CLIPS } from './testing/chunk-clips.ts'
import { equalChunks } from './testing/chunk-trial.ts'
import { expectSeamless } from './testing/expect-chunks.ts'
import { makeClip } from './testing/footage.ts'
import { surveySource } from './testing/survey-source.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-chunk-clips-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** One of each difficulty in the short form; `npm run test:long` takes all clips, and all footage (chunks.long.test.ts). */
const SHORT_FORM = ['open.mp4', 'rounded.mkv', 'variable.mp4', 'fields.ts']
const CLIPS = CHUNK_CLIPS.filter(({ file }) => process.env.MARQUEE_LONG || SHORT_FORM.includes(file))

describe('a film in chunks', () => {
  it.each(CLIPS)('is the film: $is', async ({ file, drawn }) => {
    const path = join(folder, file)
    await writeFile(path, await makeClip(`chunks-${file}`, drawn.split(' ')))
    await expectSeamless(await surveySource(path), (source) => equalChunks(source, 4000))
  })
})

const CODECS = process.env.MARQUEE_LONG ? (['hevc', 'vp9', 'av1'] as const) : (['hevc', 'av1'] as const)
const CODED = CHUNK_CLIPS.filter(({ file }) =>
  (process.env.MARQUEE_LONG ? ['rounded.mkv', 'variable.mp4', 'fast.mp4'] : ['rounded.mkv']).includes(file),
)

describe.each(CODECS)('a film in chunks of %s', (codec) => {
  it.each(CODED)('is the film: $is', async ({ file, drawn }) => {
    const path = join(folder, `${codec}-${file}`)
    await writeFile(path, await makeClip(`chunks-${file}`, drawn.split(' ')))
    await expectSeamless(await surveySource(path), (source) => equalChunks(source, 4000), codec)
  })
})

describe('damage', () => {
  it('is counted where it can be, and concealed where every frame of an open GOP would be called damaged', async () => {
    const codecs = '-c:v libx264 -preset veryfast -sc_threshold 0 -g 200 -keyint_min 200'
    const ends = await Promise.all(
      [codecs, `${codecs} -x264-params open-gop=1`].map(async (encoder, index) => {
        const clip = `-f lavfi -i testsrc2=s=64x64:r=25:d=30 ${encoder}`.split(' ')
        const path = join(folder, `gop-${index}.mp4`)
        await writeFile(path, await makeClip(`chunks-gop-${index}.mp4`, clip))
        const { facts, seeking } = await surveySource(path)
        const chunk = chunkToTry(planChunks(facts, seeking))
        if (!chunk) throw new Error('unreachable')
        const trial = cutTrialArguments({ source: path, facts, seeking, chunk, damage: 'counted' })
        return (await execa('ffmpeg', trial, { reject: false })).exitCode
      }),
    )
    expect(ends).toEqual([0, DAMAGED_EXIT])
  })
})
