import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Answers, type FakeApi, openFakeApi } from '../testing/fake-api.ts'

const VIDEO = 'vid_k3jd82jd8sk'
const PART = 100_000

let api: FakeApi
let answers: Answers
let run: FakeApi['run']

beforeEach(async () => {
  api = await openFakeApi()
  ;({ answers, run } = api)
  Object.assign(answers, ANSWERS)
})

afterEach(() => api.close())

const SIZE = PART * 2 + 5
const UPLOAD = {
  id: 'upl_1',
  size: SIZE,
  fingerprint: null,
  status: 'OPEN',
  partSize: PART,
  partCount: 3,
  video: { id: VIDEO },
}
const LINKS = { hls: 'http://edge/v/t/k/r/master.m3u8', dash: 'http://edge/v/t/k/r/manifest.mpd' }
const videoIs =
  (status: string, more: object = {}) =>
  () => ({
    data: { video: { id: VIDEO, title: 'T', status, failure: null, playback: null, ...more } },
  })
const ANSWERS: Answers = {
  CliCreateUpload: () => ({
    data: { createUpload: { upload: { ...UPLOAD, storedParts: [] }, userErrors: [] } },
  }),
  CliPresignUploadParts: ({ input }) => ({
    data: {
      presignUploadParts: {
        parts: (input as unknown as { partNumbers: number[] }).partNumbers.map((number) => ({
          number,
          url: `${api.url}/?part=${number}`,
          contentLength: Math.min(PART, SIZE - (number - 1) * PART),
          expiresAt: new Date(Date.now() + 900_000).toISOString(),
        })),
        userErrors: [],
      },
    },
  }),
  CliCompleteUpload: () => ({ data: { completeUpload: { upload: { id: 'upl_1' }, userErrors: [] } } }),
  CliVideo: videoIs('PROCESSING'),
}

describe('marquee upload', () => {
  const bytes = randomBytes(SIZE)
  beforeEach(() => writeFile(join(api.folder, 'clip.mp4'), bytes))

  it('uploads a file named relative to where the command was typed, and ends with one line of JSON', async () => {
    let input: unknown
    answers.CliCreateUpload = (variables) => {
      input = variables.input
      return ANSWERS.CliCreateUpload?.(variables)
    }
    const { exitCode, last, stderr } = await run('upload', 'clip.mp4', '--title', 'A title', '-v', 'public')
    expect(exitCode).toBe(0)
    expect(JSON.parse(last)).toEqual({
      id: 'k3jd82jd8sk',
      status: 'processing',
      errorCode: null,
      hls: null,
      dash: null,
    })
    const fingerprint = expect.stringMatching(/^[0-9a-f]{64}$/)
    expect(input).toEqual({
      fileName: 'clip.mp4',
      size: SIZE,
      fingerprint,
      title: 'A title',
      visibility: 'PUBLIC',
    })
    expect(
      Buffer.concat([...api.parts].sort(([a], [b]) => a - b).map(([, part]) => part)).equals(bytes),
    ).toBe(true)
    expect(api.authorizations).toEqual(new Set(['Bearer session.token']))
    expect(stderr).not.toContain('INTERNAL')
  })

  it('goes on with an upload of the same file that was killed, and sends no part again', async () => {
    answers.CliCreateUpload = () => ({
      data: { createUpload: { upload: { ...UPLOAD, storedParts: [1, 3] }, userErrors: [] } },
    })
    const { exitCode, stderr } = await run('upload', 'clip.mp4', '--json')
    expect(exitCode).toBe(0)
    expect([...api.parts.keys()]).toEqual([2])
    expect(stderr).toContain('Going on where it stopped: 50 % is there.')
  })

  it('waits with --wait until it is ready, showing progress, and prints nothing else with --json', async () => {
    let looks = 0
    api.progress = [
      { version: 1, status: 'PROCESSING', fraction: 0.25, remainingMs: 5_000, failure: null },
      { version: 2, status: 'READY', fraction: 1, remainingMs: 0, failure: null },
    ]
    answers.CliVideo = () => {
      looks++
      return looks === 1 ? videoIs('PROCESSING')() : videoIs('READY', { playback: LINKS })()
    }
    const { exitCode, lines, stderr } = await run('upload', 'clip.mp4', '--title', 'T', '--wait', '--json')
    expect(exitCode).toBe(0)
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { id: 'k3jd82jd8sk', status: 'ready', errorCode: null, ...LINKS },
    ])
    expect(stderr).toContain('Processing  25 %  0:05 left')
  })

  it('fails with the code and sentence of what stopped the video', async () => {
    const failure = { code: 'SOURCE_TRUNCATED', message: 'This file ends early. Upload the whole file.' }
    answers.CliVideo = videoIs('FAILED', { failure })
    const { exitCode, last, stderr } = await run('upload', 'clip.mp4', '--wait', '--json')
    expect(exitCode).toBe(1)
    expect(JSON.parse(last)).toMatchObject({
      id: 'k3jd82jd8sk',
      status: 'failed',
      errorCode: 'SOURCE_TRUNCATED',
    })
    expect(stderr).toContain('SOURCE_TRUNCATED: This file ends early. Upload the whole file.')
  })

  it.each([
    ['an upload that the API refuses', 'clip.mp4', 'FILE_TOO_LARGE', {}],
    ['a file that is not there', 'missing.mp4', 'FILE_NOT_FOUND', {}],
    ['a folder', '.', 'FILE_NOT_FOUND', {}],
    ['a wrong password', 'clip.mp4', 'UNAUTHENTICATED', { MARQUEE_PASSWORD: 'wrong' }],
    ['an API that is not there', 'clip.mp4', 'API_UNREACHABLE', { PUBLIC_API_URL: 'http://127.0.0.1:9' }],
  ])('says no to %s, with a code', async (_, file, errorCode, env) => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
    const userErrors = [{ code: 'FILE_TOO_LARGE', message: 'This file is larger than 1 GB. Cut it.' }]
    answers.CliCreateUpload = () => ({ data: { createUpload: { upload: null, userErrors } } })
    const { exitCode, lines, stderr } = await run('upload', file, '--json')
    expect(exitCode).toBe(1)
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { id: null, status: 'failed', errorCode, hls: null, dash: null },
    ])
    expect(stderr).toMatch(new RegExp(`^${errorCode}: .+\\.$`, 'm'))
  })
})

describe('marquee whoami', () => {
  it('names the account and the place', async () => {
    const viewer = { id: 'acc_1', name: 'Ada', email: 'a@b.c', role: 'MEMBER', channel: { handle: 'ada' } }
    answers.CliWhoAmI = () => ({ data: { viewer } })
    expect((await run('whoami')).stdout).toBe(`Ada <a@b.c>, member, channel ada, at ${api.url}\n`)
  })

  it('asks again while the database behind the API is away', async () => {
    const extensions = { code: 'SERVICE_UNAVAILABLE', requestId: 'r1' }
    let asked = 0
    answers.CliWhoAmI = () => {
      asked += 1
      if (asked === 1) return { errors: [{ message: 'This cannot be answered right now.', extensions }] }
      return { data: { viewer: { id: 'acc_1', name: 'Ada', email: 'a@b.c', role: 'MEMBER' } } }
    }
    api.signInStatuses = [503]
    expect((await run('whoami')).stdout).toContain('Ada <a@b.c>')
    expect(asked).toBe(2)
  })

  it('says no when the API says no', async () => {
    answers.CliWhoAmI = () => ({
      errors: [{ message: 'Sign in first.', extensions: { code: 'UNAUTHENTICATED' } }],
    })
    const { exitCode, stderr, stdout } = await run('whoami')
    expect([exitCode, stderr, stdout]).toEqual([1, 'UNAUTHENTICATED: Sign in first.\n', ''])
  })
})

describe('marquee videos list', () => {
  it('lists a page, and how to go on', async () => {
    const node = {
      id: VIDEO,
      title: 'A title',
      status: 'ready',
      visibility: 'PUBLIC',
      durationMs: 1,
      createdAt: '',
    }
    const pageInfo = { hasNextPage: true, endCursor: 'next' }
    answers.CliVideos = ({ first }) =>
      first === 1 && { data: { viewer: { channel: { videos: { nodes: [node], pageInfo } } } } }
    const { stdout } = await run('videos', 'list', '--first', '1')
    expect(stdout).toBe('k3jd82jd8sk  ready       public    A title\nMore: --after next\n')
    const { last } = await run('videos', 'list', '--first', '1', '--json')
    expect(JSON.parse(last)).toMatchObject({ videos: [{ id: 'k3jd82jd8sk' }], endCursor: 'next' })
  })
})
