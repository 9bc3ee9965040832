import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import {
  createHealth,
  createLogger,
  createMetrics,
  type PlaybackSharing,
  playbackExpiry,
  signPlaybackToken,
} from '@marquee/service'
import { freePort } from '@marquee/service/testing'
import { createMemoryStore, StorageUnavailable } from '@marquee/storage'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createEdgeServer } from './create-edge-server.ts'
import { createDenialList } from './denials/denial-list.ts'

const CONFIGURATION = path.join(import.meta.dirname, '../../../docs/operations/nginx/shared-cache.conf')
/** `npm test` installs it where it is missing. */
const NGINX = [
  process.env.NGINX_PATH,
  '/usr/sbin/nginx',
  '/usr/local/sbin/nginx',
  '/opt/homebrew/bin/nginx',
].find((file) => file && existsSync(file))
const NOON = new Date('2026-11-21T12:00:00Z')
const after = (ms: number) => new Date(NOON.getTime() + ms)
const secret = 'a playback secret for tests'
const video = 'k3jd82jd8sk'
const segment = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251))
const manifest = `#EXTM3U\n${'#EXTINF:4.0,\n720p/1.m4s\n'.repeat(100)}`

describe.skipIf(!NGINX)('the edge behind a shared cache', () => {
  const store = createMemoryStore()
  /** The edge's, which stands; the cache has its own, which runs. */
  const clock = { now: NOON }
  const now = () => clock.now
  const denials = createDenialList({ now })
  /** What reached the edge: method, path, and whether it was conditional. */
  const reached: string[] = []
  let away = false
  let edge: Server
  let cache: Nginx

  beforeAll(async () => {
    await store.put(`videos/${video}/r1/720p/1.m4s`, segment)
    await store.put(`videos/${video}/r1/master.m3u8`, manifest)
    const fallible = {
      head: store.head,
      get: (...call: Parameters<typeof store.get>) =>
        away ? Promise.reject(new StorageUnavailable('GetObject')) : store.get(...call),
    }
    const logger = createLogger('edge', { level: 'silent' })
    const rest = { logger, metrics: createMetrics('edge'), health: createHealth({ checks: {} }) }
    edge = createEdgeServer({ store: fallible, secret, now, denials, ...rest })
    edge.prependListener('request', ({ method, url, headers }) => {
      reached.push(
        `${method} ${url?.split('/').slice(3).join('/')}${headers['if-none-match'] ? ' again' : ''}`,
      )
    })
    await once(edge.listen(0, '127.0.0.1'), 'listening')
    cache = await startNginx((edge.address() as AddressInfo).port)
  })
  afterAll(async () => {
    await cache?.stop()
    edge?.closeAllConnections()
    edge?.close()
  })
  beforeEach(() => {
    reached.length = 0
    clock.now = NOON
    away = false
  })

  /** Each test has a window of its own, and so addresses that the cache has not seen. */
  let window = 0
  function addressOf(file: string, { lifeMs = 0, sharing = 'shared' as PlaybackSharing } = {}): string {
    window += 1
    const endsAt = lifeMs ? now().getTime() + lifeMs : playbackExpiry(now()).getTime() + window * 1_000
    const expiresAt = new Date(endsAt)
    return `/v/${signPlaybackToken({ secret, video, expiresAt, sharing })}/${video}/r1/${file}`
  }

  it('shares a segment among the viewers of an hour, whatever their origin, and their queries', async () => {
    const address = addressOf('720p/1.m4s')
    const viewers = ['https://one.example', 'https://two.example'].map((origin, index) =>
      cache.get(`${address}?CMCD=sid%3D${index}`, { origin }),
    )
    for (const answer of await Promise.all(viewers)) {
      expect(answer.body.equals(segment)).toBe(true)
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': '*',
        'cache-control': expect.stringMatching(/^public, max-age=\d+, s-maxage=600, immutable$/),
      })
      expect(answer.headers.vary).toBeUndefined()
    }
    const late = await cache.get(address, { origin: 'https://three.example' })
    expect([late.headers['x-cache-status'], late.headers['access-control-allow-origin']]).toEqual([
      'HIT',
      '*',
    ])
    expect(reached).toEqual([`GET ${video}/r1/720p/1.m4s`])
  })

  it('is one request for a crowd', async () => {
    const address = addressOf('720p/1.m4s')
    const crowd = await Promise.all(Array.from({ length: 30 }, () => cache.get(address)))
    expect(crowd.every(({ body }) => body.equals(segment))).toBe(true)
    expect(reached).toHaveLength(1)
  })

  it('answers ranges, HEAD and conditions from what it holds', async () => {
    const address = addressOf('720p/1.m4s')
    const first = await cache.get(address, { range: 'bytes=1000-1999' })
    expect([first.status, first.headers['content-range']]).toEqual([206, 'bytes 1000-1999/300000'])
    expect(first.body.equals(segment.subarray(1_000, 2_000))).toBe(true)
    const tail = await cache.get(address, { range: 'bytes=-10' })
    expect(tail.body.equals(segment.subarray(-10))).toBe(true)
    expect((await cache.get(address, { range: 'bytes=300000-' })).status).toBe(416)
    const etag = String(first.headers.etag)
    expect((await cache.get(address, { 'if-none-match': etag })).status).toBe(304)
    expect((await cache.get(address, { range: 'bytes=0-9', 'if-range': etag })).status).toBe(206)
    expect((await cache.get(address, { range: 'bytes=0-9', 'if-range': '"other"' })).status).toBe(200)
    const head = await cache.get(address, {}, 'HEAD')
    expect([head.status, head.headers['content-length']]).toEqual([200, '300000'])
    expect(reached).toHaveLength(1)
  })

  it('keeps a manifest for each coding, and neither it nor a segment longer than the header says', async () => {
    const address = addressOf('master.m3u8')
    for (let time = 0; time < 2; time++) {
      const br = await cache.get(address, { 'accept-encoding': 'br' })
      expect([br.headers['content-encoding'], br.headers.vary]).toEqual(['br', 'Accept-Encoding'])
      expect(brotliDecompressSync(br.body).toString()).toBe(manifest)
      const plain = await cache.get(address, { 'accept-encoding': 'identity' })
      expect([plain.headers['content-encoding'], plain.body.toString()]).toEqual([undefined, manifest])
    }
    expect(reached).toHaveLength(2)
    const segmentAddress = addressOf('720p/1.m4s')
    await cache.get(segmentAddress)
    expect(await cache.secondsKept(address)).toEqual([60, 60])
    expect(await cache.secondsKept(segmentAddress)).toEqual([600])
  })

  it('asks again by the tag, for no bytes, when what it holds has aged', async () => {
    const address = addressOf('720p/1.m4s', { lifeMs: 1_000 })
    await cache.get(address)
    // Its second is over for the cache, and not for the edge.
    clock.now = after(-20_000)
    await expect.poll(() => cache.statusOf(address), { timeout: 10_000 }).toBe('REVALIDATED')
    expect(reached).toEqual([`GET ${video}/r1/720p/1.m4s`, `GET ${video}/r1/720p/1.m4s again`])
  })

  it('refuses what it holds once its token has expired', async () => {
    const address = addressOf('master.m3u8', { lifeMs: 1_000 })
    expect((await cache.get(address)).status).toBe(200)
    clock.now = after(1_000)
    await expect.poll(async () => (await cache.get(address)).status, { timeout: 10_000 }).toBe(403)
    expect((await cache.get(address)).body.toString()).toContain('PLAYBACK_TOKEN_EXPIRED')
  })

  it('plays what was revoked until it asks again, and then no more, but for others', async () => {
    const kept = addressOf('720p/1.m4s')
    const address = addressOf('720p/1.m4s', { lifeMs: 2_000 })
    for (const each of [kept, address]) expect((await cache.get(each)).status).toBe(200)
    clock.now = after(-60_000)
    denials.note({ video, scope: 'shared', until: after(600_000) })
    try {
      expect((await cache.get(kept)).status).toBe(200)
      expect((await cache.get(addressOf('720p/1.m4s'))).status).toBe(403)
      await expect.poll(async () => (await cache.get(address)).status, { timeout: 10_000 }).toBe(403)
      expect((await cache.get(address)).body.toString()).toContain('PLAYBACK_REVOKED')
    } finally {
      denials.note({ video, scope: 'nothing', until: NOON })
    }
    // A refusal is not kept: what is allowed again plays at once.
    expect((await cache.get(address)).status).toBe(200)
  })

  it('keeps nothing of a private video, and no refusal', async () => {
    const own = addressOf('720p/1.m4s', { sharing: 'private' })
    expect((await cache.get(own)).headers['cache-control']).toMatch(/^private, /)
    await cache.get(own)
    expect(reached).toHaveLength(2)
    const forged = own.replace('p.', 's.')
    for (let time = 0; time < 2; time++) expect((await cache.get(forged)).status).toBe(403)
    expect(reached).toHaveLength(4)
  })

  it('repeats what is missing, or our own trouble, for seconds only', async () => {
    const missing = addressOf('720p/2.m4s')
    expect([await cache.statusOf(missing), await cache.statusOf(missing)]).toEqual(['MISS', 'HIT'])
    expect(await cache.secondsKept(missing)).toEqual([5])
    const address = addressOf('720p/1.m4s')
    away = true
    expect((await cache.get(address)).status).toBe(503)
    away = false
    await expect.poll(async () => (await cache.get(address)).status, { timeout: 10_000 }).toBe(200)
  })

  it('lets no other spelling of a path stand for the right one, and nothing but streams through', async () => {
    const address = addressOf('720p/1.m4s')
    for (const wrong of [
      address.replace('1.m4s', '%31.m4s'),
      address.replace('/720p/', '/./720p/'),
      address.replace('/720p/', '//720p/'),
      address.replace('/r1/', '/x/../r1/'),
    ]) {
      expect((await cache.get(wrong)).status).toBe(404)
    }
    expect((await cache.get(address)).status).toBe(200)
    for (const own of ['/metrics', '/readyz', '/v/../metrics', '/v/%2e%2e/metrics', '/v/..%2fmetrics']) {
      expect((await cache.get(own)).status).toBe(404)
    }
  })
})

type Nginx = Awaited<ReturnType<typeof startNginx>>

/** nginx on the documented configuration, before an edge. */
async function startNginx(edgePort: number) {
  const folder = await mkdtemp(path.join(tmpdir(), 'marquee-cache-'))
  const port = await freePort()
  const documented = await readFile(CONFIGURATION, 'utf8')
  const ours = [
    ['/var/cache/nginx/marquee', `${folder}/cache`],
    ['listen 8080;', `listen 127.0.0.1:${port};`],
    ['server 127.0.0.1:4100;', `server 127.0.0.1:${edgePort};`],
  ].reduce((text, [theirs = '', own = '']) => {
    expect(text).toContain(theirs)
    return text.replace(theirs, own)
  }, documented)
  await writeFile(path.join(folder, 'cache.conf'), ours)
  await writeFile(
    path.join(folder, 'nginx.conf'),
    `daemon off; pid ${folder}/pid; error_log stderr crit; ${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 256; }
http {
  access_log off;
  client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c;
  uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
  include ${folder}/cache.conf;
}
`,
  )
  const words = ['-p', folder, '-c', path.join(folder, 'nginx.conf')]
  const child = spawn(NGINX ?? '', words, { stdio: ['ignore', 'ignore', 'inherit'] })
  await untilListening(port, child)

  async function get(address: string, headers: Record<string, string> = {}, method = 'GET') {
    // Not fetch, which makes a path plain.
    const request = httpRequest({ port, host: '127.0.0.1', path: address, method, headers }).end()
    const [response] = await once(request, 'response')
    const chunks: Buffer[] = await response.toArray()
    return { status: response.statusCode as number, headers: response.headers, body: Buffer.concat(chunks) }
  }
  return {
    get,
    statusOf: async (address: string) => (await get(address)).headers['x-cache-status'],
    /**
     * For how long each variant of what it holds under an address is used. Its files begin with a version, the second
     * until which they are, three others, and the second in which they came.
     */
    async secondsKept(address: string): Promise<number[]> {
      const files = await readdir(path.join(folder, 'cache'), { recursive: true, withFileTypes: true })
      const kept: number[] = []
      for (const file of files.filter((entry) => entry.isFile())) {
        const bytes = await readFile(path.join(file.parentPath, file.name))
        if (!bytes.includes(`\nKEY: ${address}\n`)) continue
        kept.push(Number(bytes.readBigInt64LE(8) - bytes.readBigInt64LE(40)))
      }
      return kept
    },
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  const listens = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
  await vi.waitUntil(async () => child.exitCode !== null || (await listens()), { timeout: 10_000 })
  expect(child.exitCode).toBeNull()
}
