import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import {
  fetchFirstSegment,
  footageOr,
  type OwnSystem,
  signIn,
  startOwnSystem,
  uploadByCli,
  uploadFile,
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
let token: string
let env: OwnSystem['env']
let logs: ReadonlyMap<string, string>
/** The trace of the upload by the command line, through the web server. */
let upload: readonly CollectedSpan[]

/** One upload through every program, with every line written, and then everything stopped, so that all is told. */
test.beforeAll(async () => {
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
  token = creator.token ?? ''
  await uploadFile(creator, file)
  await system.stop()
  logs = await readLogs(home)
  const completion = collector.spans.find(({ name }) => name === 'mutation CliCompleteUpload')
  upload = collector.spans.filter(({ traceId }) => traceId === completion?.traceId)
})

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

test('one request id leads through the logs of every program, down to ffmpeg', () => {
  const [{ traceId } = { traceId: '' }] = upload
  const linesOf = (program: string): LogLine[] =>
    readLines(logs.get(program)).filter(({ requestId }) => requestId === traceId)
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

test('no log holds a secret that was used', () => {
  const secrets = [
    env.AUTH_SECRET,
    env.PLAYBACK_SECRET,
    env.PROXY_SECRET,
    env.AWS_SECRET_ACCESS_KEY,
    ...['DATABASE_URL', 'QUEUE_REDIS_URL'].map((name) => new URL(env[name] ?? '').password),
    token,
    /\/v\/([^/]+)\//.exec(hls)?.[1],
    DEMO_PASSWORD,
  ].filter((secret) => secret !== undefined && secret !== '')
  expect(secrets.length).toBeGreaterThan(6)
  for (const [program, text] of logs) {
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
