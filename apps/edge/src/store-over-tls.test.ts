import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createServer, type Server } from 'node:tls'
import { promisify } from 'node:util'
import { parseEnvironment, playbackExpiry, signPlaybackToken, storageEnvironment } from '@marquee/service'
import { freePort } from '@marquee/service/testing'
import { createS3Store, type ObjectStore } from '@marquee/storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

const PROGRAM = path.join(import.meta.dirname, '../dist/bin/edge.js')
const secret = 'a playback secret for tests'
const video = 'tlstlstlstl'
const token = signPlaybackToken({ secret, video, expiresAt: playbackExpiry(), sharing: 'shared' })
const address = `/v/${token}/${video}/r1/film.mp4`
/** More than the buffers of a connection hold, of the programs and of the kernel at every end. */
const film = randomBytes(16 * 2 ** 20)
const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

interface Edge {
  readonly base: string
  readonly port: number
  /** What it has written to its log. */
  log(): string
}

describe.skipIf(!process.env.S3_ENDPOINT)('the edge, where its store is behind HTTPS', () => {
  const programs: ChildProcess[] = []
  let folder: string
  let store: ObjectStore
  let front: Server
  let connections = 0
  let trusting: Edge
  let wary: Edge

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'marquee-tls-'))
    await makeCertificates(folder)
    store = openStore()
    await store.put(`videos/${video}/r1/film.mp4`, film)
    front = await frontOf(process.env.S3_ENDPOINT ?? '', folder)
    front.on('secureConnection', () => {
      connections += 1
    })
    const endpoint = `https://localhost:${(front.address() as AddressInfo).port}`
    // As docs/operations/object-store.md says it.
    const trust = { NODE_EXTRA_CA_CERTS: path.join(folder, 'authority.pem') }
    ;[trusting, wary] = await Promise.all([startEdge(endpoint, trust), startEdge(endpoint)])
  })
  afterAll(async () => {
    for (const program of programs) program.kill('SIGKILL')
    front.close()
    await store.deletePrefix(`videos/${video}/`)
    store.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function startEdge(endpoint: string, more: Record<string, string> = {}): Promise<Edge> {
    const port = await freePort()
    const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env
    const own = {
      EDGE_PORT: String(port),
      EDGE_MEMORY_MB: '0',
      PLAYBACK_SECRET: secret,
      LISTEN_HOST: '127.0.0.1',
    }
    const program = spawn(process.execPath, [PROGRAM], {
      env: { ...env, ...own, S3_ENDPOINT: endpoint, ...more },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    programs.push(program)
    let said = ''
    await new Promise<void>((resolve) => {
      program.stdout.on('data', (text) => {
        said += text
        if (said.includes('"ready"')) resolve()
      })
    })
    return { base: `http://127.0.0.1:${port}`, port, log: () => said }
  }

  it('passes every byte on, whole and in ranges, over connections that are kept', async () => {
    const whole = await fetch(`${trusting.base}${address}`)
    expect(digestOf(new Uint8Array(await whole.arrayBuffer()))).toBe(digestOf(film))
    const before = connections
    for (const start of [0, 1, 16_383, 5_000_000, film.length - 100_000]) {
      const range = { range: `bytes=${start}-${start + 99_999}` }
      const part = await fetch(`${trusting.base}${address}`, { headers: range })
      const bytes = Buffer.from(await part.arrayBuffer())
      expect([part.status, bytes.equals(film.subarray(start, start + 100_000))]).toEqual([206, true])
    }
    expect(connections).toBe(before)
    expect((await fetch(`${trusting.base}/readyz`)).status).toBe(200)
  })

  it('loses no byte for a reader that stalls and reads on', async () => {
    const reader = connect(trusting.port, '127.0.0.1')
    reader.write(`GET ${address} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)
    await once(reader, 'readable')
    // Others are answered meanwhile, until the reader's connection has nothing more to give.
    const tail = { range: 'bytes=-1000' }
    for (let time = 0; time < 5; time++)
      expect((await fetch(`${trusting.base}${address}`, { headers: tail })).status).toBe(206)
    const answer = Buffer.concat((await reader.toArray()) as Buffer[])
    expect(digestOf(answer.subarray(answer.indexOf('\r\n\r\n') + 4))).toBe(digestOf(film))
  })

  it('says that its store is away, at once and why, where it does not trust the certificate', async () => {
    const refused = await fetch(`${wary.base}${address}`, { signal: AbortSignal.timeout(5_000) })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2'])
    expect(await refused.json()).toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    expect((await fetch(`${wary.base}/healthz`)).status).toBe(200)
    const ready = await fetch(`${wary.base}/readyz`)
    expect([ready.status, await ready.json()]).toMatchObject([503, { checks: { storage: { ok: false } } }])
    await expect.poll(() => wary.log()).toMatch(/"StorageUnavailable".*certificate/)
  })
})

/** An authority of the test's own, and what it signed for `localhost`. */
async function makeCertificates(folder: string): Promise<void> {
  const fresh = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const openssl = (...args: string[]) => promisify(execFile)('openssl', [...fresh, ...args], { cwd: folder })
  const authority = ['-keyout', 'authority-key.pem', '-out', 'authority.pem']
  await openssl('-subj', '/CN=An authority of a test', ...authority)
  const signed = ['-CA', 'authority.pem', '-CAkey', 'authority-key.pem']
  const extensions = ['-addext', 'subjectAltName=DNS:localhost', '-addext', 'basicConstraints=CA:FALSE']
  const files = ['-keyout', 'key.pem', '-out', 'certificate.pem']
  await openssl('-subj', '/CN=localhost', ...signed, ...extensions, ...files)
}

/** HTTPS in front of a store, as a load balancer is that passes everything on as it came. */
async function frontOf(endpoint: string, folder: string): Promise<Server> {
  const { hostname, port } = new URL(endpoint)
  const pem = (name: string) => readFile(path.join(folder, `${name}.pem`))
  const server = createServer({ key: await pem('key'), cert: await pem('certificate') }, (near) => {
    const far = connect(Number(port), hostname)
    pass(near, far)
    pass(far, near)
  })
  await once(server.listen(0, 'localhost'), 'listening')
  return server
}

function pass(from: Socket, to: Socket): void {
  from.pipe(to)
  from.on('error', () => to.destroy()).once('close', () => to.destroy())
}

function openStore(): ObjectStore {
  const env = parseEnvironment(z.object(storageEnvironment), process.env)
  return createS3Store({
    endpoint: env.S3_ENDPOINT,
    region: env.S3_REGION,
    bucket: env.S3_BUCKET_TRANSCODED,
    credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY },
  })
}
