import { chmod, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  chunkToTry,
  cutTrialArguments,
  DAMAGED_EXIT,
  encodeChunkArguments,
  PICTURE_CODECS,
  pictureCut,
  planChunks,
  renditionFile,
} from '@marquee/media'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { detectSandbox } from '../ffmpeg/detect-sandbox.ts'
import { createPrograms } from '../ffmpeg/programs.ts'
import { CHUNK_CLIPS } from './testing/chunk-clips.ts'
import { cutFile, equalChunks, ffmpeg, type JoinableTrack, rungOf } from './testing/chunk-trial.ts'
import { expectJoined, expectSeamless } from './testing/expect-chunks.ts'
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

/** Runs ffmpeg in a folder as a worker on some machine would. */
type Machine = (args: readonly string[], folder: string) => Promise<unknown>

const onOneProcessor: Machine = async (args, folder) => {
  const allowed = /^Cpus_allowed_list:\s*(\d+)/m.exec(await readFile('/proc/self/status', 'utf8'))
  await execa('taskset', ['-c', allowed?.[1] ?? '0', 'ffmpeg', ...args], { cwd: folder })
}

/** Where programs see nothing of the machine, such as its processors in /sys. */
const inSandbox: Machine = async (args, folder) => {
  const sandbox = await detectSandbox('auto', `${folder}-view`)
  // Root can always make the view: without it this machine would be the first one.
  if (process.getuid?.() === 0) expect(sandbox.view).not.toBeNull()
  if (sandbox.uid !== null) await chown(folder, sandbox.uid, sandbox.uid)
  const { signal } = new AbortController()
  const programs = createPrograms({ sandbox, withDevices: sandbox, folder, signal, onEnd: () => undefined })
  expect((await programs.run('ffmpeg', args)).end).toEqual({ kind: 'exited', code: 0 })
}

const MACHINES: readonly { readonly run: Machine; readonly threads?: number }[] = [
  { run: ffmpeg },
  { run: onOneProcessor, threads: 1 },
  { run: inSandbox },
]

describe.runIf(process.platform === 'linux')('chunks of machines that are not alike', () => {
  // Large enough for wavefronts of x265, which wants two rows and three columns of 64 pixels.
  const drawn = '-f lavfi -i testsrc2=s=320x180:r=25:d=13 -c:v libx264 -preset ultrafast -pix_fmt yuv420p'

  it.each(PICTURE_CODECS)('begin with the same bytes, and join: %s', async (codec) => {
    const own = join(folder, `machines-${codec}`)
    const tracks: JoinableTrack[] = []
    const bytes = await makeClip('machines-13s.mp4', drawn.split(' '))
    for (const [index, { run, threads }] of MACHINES.entries()) {
      await chmod(folder, 0o711)
      const work = await mkdtemp(`${own}-${index}-`)
      await writeFile(join(work, 'source'), bytes)
      const source = await surveySource(join(work, 'source'))
      const { facts, seeking } = source
      const [rung, chunk] = [rungOf(source, codec), equalChunks(source, 4000)[index]]
      if (!chunk) throw new Error('unreachable')
      const place = { source: 'source', facts, seeking, chunk, rungs: [rung], threads }
      await run(encodeChunkArguments({ ...place, preset: 'ultrafast', damage: 'counted' }), work)
      const cut = pictureCut(chunk, rung, facts.video, seeking)
      tracks.push(await cutFile(join(work, renditionFile(rung)), cut))
    }
    expect(await expectJoined(tracks, `${own}.mp4`)).toHaveLength(325)
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
