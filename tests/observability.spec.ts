import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, expect, test } from '@playwright/test'
import { signInAs } from './pages/sign-in-as.ts'
import {
  type Client,
  fetchFirstSegment,
  footageOr,
  linkMailedTo,
  type OwnSystem,
  signIn,
  signUp,
  startOwnSystem,
  untilStatus,
  uploadByCli,
} from './support/index.ts'
import { type LogLine, readLines, readLogs } from './support/observability/read-logs.ts'
import {
  type CollectedSpan,
  type Collector,
  startCollector,
} from './support/observability/start-collector.ts'
import { cameraClip } from './support/stand-ins/good-clips.ts'

/** What `npm start` seeds for everybody to use. */
const DEMO_PASSWORD = 'marquee-demo'

let collector: Collector
let home: string
let hls: string
/** What was used meanwhile and opens something: of sessions, of mails. */
const used: string[] = []
let env: OwnSystem['env']
let logs: ReadonlyMap<string, string>
/** The trace of the upload by the command line, through the web server. */
let upload: readonly CollectedSpan[]
/** The id that a browser gave what it asked for its upload. */
let requestIdOfBrowser: string

/** One upload through every program, with every line written, and then everything stopped, so that all is told. */
test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000)
  collector = await startCollector()
  home = await mkdtemp(path.join(tmpdir(), 'marquee-observed-'))
  const system = await startOwnSystem({
    home,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, LOG_LEVEL: 'debug' },
  })
  env = system.env
  const file = await footageOr('car-detection.mp4', cameraClip)
  // The command line asks the web server, as browsers do.
  const viaWeb = { ...system, env: { ...env, PUBLIC_API_URL: env.PUBLIC_WEB_URL ?? '' } }
  const { line } = await uploadByCli(viaWeb, file)
  expect(line.status).toBe('ready')
  hls = line.hls ?? ''
  await fetchFirstSegment(hls)
  await fetch(hls.replace(/\/v\/[^/]+\//, '/v/1.wrong-but-as-long-as-a-token/'))
  const creator = await signIn(system)
  used.push(creator.token ?? '')
  requestIdOfBrowser = await uploadByBrowser(browser, file)
  await untilStatus(creator, await newestVideo(creator), ['READY'])
  const newcomer = { name: 'Ada', email: 'ada@example.test', password: 'a long enough password' }
  used.push((await signUp(system, newcomer)).token ?? '', newcomer.password)
  const link = await linkMailedTo(system, newcomer.email)
  used.push(link.searchParams.get('token') ?? '')
  await system.stop()
  logs = await readLogs(home)
  const completion = collector.spans.find(({ name }) => name === 'mutation CliCompleteUpload')
  upload = collector.spans.filter(({ traceId }) => traceId === completion?.traceId)
})

/** In the studio, as a person would. */
async function uploadByBrowser(browser: Browser, file: string): Promise<string> {
  const page = await browser.newPage({ baseURL: env.PUBLIC_WEB_URL ?? '' })
  await signInAs(page, 'creator')
  const cookies = await page.context().cookies()
  const session = cookies.find(({ name }) => name.includes('session_token'))?.value ?? ''
  // As it is sent, and the part that stands in the database.
  used.push(session, session.split('.')[0] ?? '')
  const announcing = page.waitForRequest((request) => request.headers().traceparent !== undefined)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('main').getByRole('button', { name: 'Upload' }).first().click()
  await (await chooser).setFiles(file)
  const { traceparent = '' } = (await announcing).headers()
  await expect(page.getByRole('link', { name: 'Watch' }).first()).toBeVisible({ timeout: 60_000 })
  await page.close()
  return traceparent.split('-')[1] ?? ''
}

async function newestVideo(creator: Client): Promise<string> {
  type Newest = { viewer: { channel: { videos: { nodes: { id: string }[] } } } }
  const { viewer } = await creator.query<Newest>(
    '{ viewer { channel { videos(first: 1) { nodes { id } } } } }',
  )
  return viewer.channel.videos.nodes[0]?.id ?? ''
}

test.afterAll(async () => {
  collector?.close()
  await rm(home, { recursive: true, force: true })
})

test('the way of a video is one trace, from the web server to the last result', () => {
  const found = new Set(upload.map(({ service, name }) => `${service}: ${name}`))
  for (const step of [
    'web: POST /graphql',
    'api: POST /graphql',
    'api: mutation CliCreateUpload',
    'api: mutation CliCompleteUpload',
    'api: complete upload',
    'worker: dispatch run',
    'worker: task inspect',
    'worker: task encode',
    'worker: task package',
    'worker: task publish',
    'worker: ffprobe',
    'worker: ffmpeg',
    'worker: packager',
    'worker: settle task',
  ])
    expect(found).toContain(step)

  // Whatever has no parent among the spans hangs on the one that the command line named, and never sends.
  const ids = new Set(upload.map(({ spanId }) => spanId))
  const orphans = upload.filter(({ parentId }) => !ids.has(parentId))
  expect(new Set(orphans.map(({ name }) => name))).toEqual(new Set(['POST /graphql']))
  expect(new Set(orphans.map(({ parentId }) => parentId)).size).toBe(1)
})

for (const { from, idOf } of [
  { from: 'the command line', idOf: () => upload[0]?.traceId },
  { from: 'a browser', idOf: () => requestIdOfBrowser },
])
  test(`one request id leads from ${from} through the logs of every program, down to ffmpeg`, () => {
    const id = idOf()
    expect(id).toMatch(/^[0-9a-f]{32}$/)
    const linesOf = (program: string): LogLine[] =>
      readLines(logs.get(program)).filter(({ requestId }) => requestId === id)
    expect(linesOf('web')).toContainEqual(
      expect.objectContaining({ msg: 'request answered', route: '/graphql' }),
    )
    expect(linesOf('api')).toContainEqual(expect.objectContaining({ msg: 'upload completed' }))
    const encoded = linesOf('worker-media').find(
      ({ msg, command, task }) => msg === 'program ended' && command === 'ffmpeg' && task === 'encode.0',
    )
    expect(encoded).toMatchObject({ end: 'exited', status: 0, attempt: 1, program: 'worker' })
    expect(linesOf('worker-control')).toContainEqual(expect.objectContaining({ msg: 'video ready' }))
  })

test('no log and no trace holds a secret that was used', () => {
  const secrets = [
    env.AUTH_SECRET,
    env.PLAYBACK_SECRET,
    env.PROXY_SECRET,
    env.AWS_SECRET_ACCESS_KEY,
    ...['DATABASE_URL', 'QUEUE_REDIS_URL'].map((name) => new URL(env[name] ?? '').password),
    ...used,
    /\/v\/([^/]+)\//.exec(hls)?.[1],
    DEMO_PASSWORD,
  ].filter((secret) => secret !== undefined && secret !== '')
  expect(used.filter((secret) => secret.length < 16)).toEqual([])
  expect(secrets.length).toBeGreaterThan(12)
  expect(collector.bodies.length).toBeGreaterThan(0)
  for (const [program, text] of [...logs, ['traces', collector.bodies.join('\n')] as const]) {
    const lines = text.split('\n')
    for (const secret of secrets)
      expect(
        lines.filter((line) => line.includes(secret ?? '')),
        program,
      ).toEqual([])
    expect(text.match(/X-Amz-Signature=(?!\[redacted\])[0-9a-f]+/i), program).toBeNull()
    expect(text.match(/"(?:authorization|cookie|set-cookie)":"(?!\[redacted\])/i), program).toBeNull()
  }
})
