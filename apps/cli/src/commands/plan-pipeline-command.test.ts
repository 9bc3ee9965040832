import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output } from 'mediabunny'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeApi, openFakeApi } from '../testing/fake-api.ts'

let api: FakeApi
let run: FakeApi['run']
/** What the API was asked, in order. */
let inputs: unknown[]

beforeEach(async () => {
  api = await openFakeApi()
  run = api.run
  inputs = []
  answerWith(PLAN)
  await writeFile(join(api.folder, 'quick.yaml'), 'name: quick')
})
afterEach(() => api.close())

const task = (name: string, more: object = {}) => ({
  ...{ name, type: name, summary: '', resource: 'light', needs: [], each: null, essential: true },
  ...{ decision: 'RUN', cost: 1, ...more },
})
const PLAN = {
  pipeline: { name: 'quick', version: 2, description: 'One rung' },
  problems: [],
  stages: [
    { tasks: [task('inspect')] },
    {
      tasks: [
        task('encode', { resource: 'encode', needs: ['inspect'], each: 'chunks', cost: 61.25 }),
        task('poster', { needs: ['inspect'], decision: 'SKIP', essential: false }),
      ],
    },
  ],
  ladder: [
    { name: '720p', width: 1280, height: 720, maxBitrate: 3_400_000 },
    { name: 'av1720p', width: 1280, height: 720, maxBitrate: 400_000 },
  ],
  cost: 62.25,
}
const OPEN = {
  ...PLAN,
  stages: [{ tasks: [task('poster', { decision: 'UNDECIDED', cost: null })] }],
  ladder: [],
  cost: null,
}

function answerWith(...plans: (object | null)[]): void {
  api.answers.CliPipelinePlan = ({ input }) => {
    inputs.push(input)
    return { data: { pipelinePlan: plans.length > 1 ? plans.shift() : plans[0] } }
  }
}

/** A WAVE file: mono, 16 bits, 8 kHz. */
function oneSecondOfSilence(): Buffer {
  const rate = 8000
  const bytes = 2 * rate
  const file = Buffer.alloc(44 + bytes)
  file.write('RIFF', 0)
  file.writeUInt32LE(36 + bytes, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(rate, 24)
  file.writeUInt32LE(bytes, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36)
  file.writeUInt32LE(bytes, 40)
  return file
}

/** A second of pictures that nobody could decode: 320×180, upright, of PQ. */
async function uprightFilm(bytes: number): Promise<Uint8Array> {
  const target = new BufferTarget()
  const output = new Output({ format: new Mp4OutputFormat(), target })
  const pictures = new EncodedVideoPacketSource('vp9')
  output.addVideoTrack(pictures, { rotation: 90 })
  await output.start()
  // TypeScript's own names of colours are those of screens without HDR.
  const colorSpace: object = { primaries: 'bt2020', transfer: 'pq', matrix: 'bt2020-ncl', fullRange: false }
  const decoderConfig = { codec: 'vp09.02.10.10', codedWidth: 320, codedHeight: 180, colorSpace }
  for (let index = 0; index < 25; index++)
    await pictures.add(
      new EncodedPacket(new Uint8Array(bytes / 25), index === 0 ? 'key' : 'delta', index / 25, 1 / 25),
      { decoderConfig },
    )
  await output.finalize()
  return new Uint8Array(target.buffer ?? expect.fail('nothing was written'))
}

describe('marquee pipeline plan', () => {
  it('shows the stages of a file, what runs at once, and what it costs', async () => {
    const { exitCode, stdout, stderr } = await run('pipeline', 'plan', 'quick.yaml')
    expect(stdout).toBe(
      [
        'quick 2: One rung',
        'Stage 1',
        '  inspect  inspect  light   1.0 CPU s',
        'Stage 2 (2 at once)',
        '  encode   encode   encode  61.3 CPU s  once for each of chunks; after inspect',
        '  poster   poster   light              skipped for this source; may fail; after inspect',
        'Ladder',
        '  720p     1280×720   at most 3400 kbit/s',
        '  av1720p  1280×720   at most 400 kbit/s',
        '62.3 CPU s of one core in all, about.',
        '',
      ].join('\n'),
    )
    expect([exitCode, stderr]).toEqual([0, ''])
    expect(inputs).toEqual([{ document: 'name: quick' }])
  })

  it('takes the name of a pipeline, also where a folder is called so, and the id of a video in both its forms', async () => {
    await mkdir(join(api.folder, 'standard'))
    for (const id of ['k3jd82jd8sk', 'vid_k3jd82jd8sk']) {
      await run('pipeline', 'plan', 'standard', '--video', id)
      expect(inputs.pop()).toEqual({ name: 'standard', videoId: id })
    }
  })

  it('plans for what a film says of itself, and asserts nothing that cannot be read here', async () => {
    await writeFile(join(api.folder, 'upright.mp4'), await uprightFilm(500_000))
    await run('pipeline', 'plan', 'standard', '--video', 'upright.mp4')
    const [input] = inputs as [{ source: Record<string, unknown> }]
    expect(input.source).toMatchObject({
      ...{ width: 180, height: 320, videoCodec: 'vp9', audioCodec: null },
      ...{ rotation: 90, hdr: true },
    })
    expect(input.source.bitrate).toBeCloseTo(4_000_000, -5)
    expect(input.source).not.toHaveProperty('captions')
    expect(input.source).not.toHaveProperty('interlaced')
  })

  it('plans for a sound where no pictures are wanted', async () => {
    await writeFile(join(api.folder, 'song.wav'), oneSecondOfSilence())
    const refused = await run('pipeline', 'plan', 'quick', '--video', 'song.wav')
    expect(refused.stderr).toMatch(/^SOURCE_NO_VIDEO: .*«audio»/)
    expect(refused.exitCode).toBe(1)
    inputs = []
    answerWith({ ...PLAN, stages: [{ tasks: [task('inspect', { type: 'inspect-sound' })] }] })
    const { exitCode } = await run('pipeline', 'plan', 'audio', '--video', 'song.wav')
    expect(exitCode).toBe(0)
    const still = { width: 1280, height: 720, rotation: 0, hdr: false, interlaced: false }
    const source = { ...still, seconds: 1, audioCodec: 'pcm-s16', channels: 1 }
    expect(inputs).toMatchObject([{ name: 'audio', source }])
  })

  it('says why there is no estimate', async () => {
    answerWith(OPEN)
    const blind = await run('pipeline', 'plan', 'quick')
    expect(blind.stdout).toContain('  poster  poster  light              depends on the source\n')
    expect(blind.last).toBe('What it costs depends on the source: give one with --video.')
    const early = await run('pipeline', 'plan', 'quick', '--video', 'k3jd82jd8sk')
    expect(early.last).toBe('What it costs is known once the video has been inspected: ask again then.')
    expect([blind.exitCode, early.exitCode]).toEqual([0, 0])
  })

  it('fails with a line for each problem, by file, line, task and field', async () => {
    const problems = [
      { line: 12, task: 'package', field: 'inputs', message: 'No task makes «renditons».' },
      { line: null, task: null, field: 'tasks', message: 'The pipeline has no tasks.' },
      { line: 3, task: null, field: null, message: 'Nested mappings are not allowed.' },
    ]
    answerWith({ pipeline: null, problems, stages: [], cost: null })
    const { exitCode, stdout, stderr } = await run('pipeline', 'plan', 'quick.yaml')
    expect([exitCode, stdout]).toEqual([1, ''])
    expect(stderr).toBe(
      [
        'quick.yaml:12: task package, inputs: No task makes «renditons».',
        'quick.yaml: tasks: The pipeline has no tasks.',
        'quick.yaml:3: Nested mappings are not allowed.',
        '',
      ].join('\n'),
    )
    const asJson = await run('pipeline', 'plan', 'quick.yaml', '--json')
    expect(asJson.exitCode).toBe(1)
    expect(JSON.parse(asJson.stdout)).toMatchObject({ problems })
  })

  it('prints one line of JSON with --json', async () => {
    const { exitCode, lines } = await run('pipeline', 'plan', 'quick.yaml', '--json')
    expect(exitCode).toBe(0)
    expect(lines.map((line) => JSON.parse(line))).toEqual([PLAN])
  })

  it.each([
    ['a file that is not there', ['mine/quick.yaml'], 'FILE_NOT_FOUND'],
    ['a source that is not there', ['quick.yaml', '--video', 'film.mov'], 'FILE_NOT_FOUND'],
    ['a source that is no video', ['quick.yaml', '--video', 'quick.yaml'], 'SOURCE_UNREADABLE'],
    ['a file that is no definition but a film', ['long.yaml'], 'FILE_UNREADABLE'],
  ])('asks nobody about %s', async (_, words, code) => {
    await writeFile(join(api.folder, 'long.yaml'), Buffer.alloc(100_001))
    const { exitCode, stdout, stderr } = await run('pipeline', 'plan', ...words)
    expect([exitCode, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(new RegExp(`^${code}: .+\\.\n$`))
    expect(inputs).toEqual([])
  })

  it('tells a pipeline that is not offered from a video that is not there', async () => {
    answerWith(null)
    const words = ['pipeline', 'plan', 'slow', '--video', 'k3jd82jd8sk'] as const
    expect((await run(...words)).stderr).toMatch(/^PIPELINE_UNKNOWN: .*slow/)
    answerWith(null, PLAN)
    const missing = await run(...words)
    expect(missing.stderr).toMatch(/^VIDEO_NOT_FOUND: /)
    expect(missing.exitCode).toBe(1)
    answerWith(null)
    const ofFile = await run('pipeline', 'plan', 'quick.yaml', '--video', 'k3jd82jd8sk')
    expect(ofFile.stderr).toMatch(/^VIDEO_NOT_FOUND: /)
  })
})

describe('marquee pipeline list', () => {
  const offered = [
    { name: 'quick', version: 1, description: null },
    { name: 'standard', version: 12, description: 'H.264 and AAC' },
  ]

  it('lists what is offered', async () => {
    api.answers.CliPipelines = () => ({ data: { pipelines: offered } })
    expect((await run('pipeline', 'list')).stdout).toBe('quick     1\nstandard  12  H.264 and AAC\n')
    expect(JSON.parse((await run('pipeline', 'list', '--json')).stdout)).toEqual(offered)
  })

  it('says so where nothing is', async () => {
    api.answers.CliPipelines = () => ({ data: { pipelines: [] } })
    expect((await run('pipeline', 'list')).stdout).toMatch(/^No pipeline is offered: .+\.\n$/)
  })
})
