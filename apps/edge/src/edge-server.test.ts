import { once } from 'node:events'
import { request as httpRequest, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { Readable } from 'node:stream'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import {
  createHealth,
  createLogger,
  createMetrics,
  drainServer,
  playbackExpiry,
  signPlaybackToken,
} from '@marquee/service'
import { createMemoryStore, type ObjectContent, StorageRefused, StorageUnavailable } from '@marquee/storage'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createEdgeServer, type EdgeSettings } from './create-edge-server.ts'
import type { DeliveryStore } from './delivery/open-object.ts'
import { createDenialList } from './denials/denial-list.ts'
import { failureCacheControl } from './http/delivery-error.ts'

const secret = 'a playback secret for tests'
const video = 'k3jd82jd8sk'
const now = new Date('2026-11-21T08:30:00Z')
const expiresAt = playbackExpiry(now)
const token = signPlaybackToken({ secret, video, expiresAt, sharing: 'shared' })
const segment = Buffer.from(Array.from({ length: 5_000 }, (_, index) => index % 251))
const manifest = `#EXTM3U\n${'#EXTINF:4.0,\n720p/1.m4s\n'.repeat(100)}`
const store = createMemoryStore()
const logger = createLogger('edge', { level: 'silent' })

const servers: Server[] = []
beforeAll(async () => {
  await store.put(`videos/${video}/r1/720p/1.m4s`, segment)
  await store.put(`videos/${video}/r1/master.m3u8`, manifest)
  await store.put(`videos/${video}/r1/publication.json`, '{}')
  await store.put(`videos/${video}/r1/empty.vtt`, '')
})
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(settings: Partial<EdgeSettings> = {}) {
  const metrics = createMetrics('edge')
  const health = createHealth({ checks: {} })
  const server = createEdgeServer({ store, secret, logger, metrics, health, now: () => now, ...settings })
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const base = `http://127.0.0.1:${port}`
  const get = (file: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${base}/v/${token}/${video}/${file}`, {
      method,
      headers: { 'accept-encoding': 'identity', ...headers },
    })
  return { server, port, base, get, metrics, health }
}

async function codeOf(response: Response): Promise<string> {
  const caching = response.headers.get('cache-control') ?? ''
  expect(caching).toBe(failureCacheControl(response.status))
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  const body = (await response.json()) as { code: string; message: string }
  expect(body.message).toMatch(/\.$/)
  return `${response.status} ${body.code}`
}

describe('createEdgeServer', () => {
  it('serves a segment whole, to be kept by every cache until the token ends', async () => {
    const { get } = await serve()
    const response = await get('r1/720p/1.m4s')
    expect(response.status).toBe(200)
    expect(Buffer.from(await response.arrayBuffer()).equals(segment)).toBe(true)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'video/iso.segment',
      'content-length': '5000',
      'accept-ranges': 'bytes',
      'cache-control': 'public, max-age=45000, s-maxage=600, immutable',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
      etag: expect.stringMatching(/^"[^"]+"$/),
    })
    expect(response.headers.get('access-control-expose-headers')).toContain('Content-Range')
  })

  it('serves ranges, and says where a file ends', async () => {
    const { get } = await serve()
    const part = await get('r1/720p/1.m4s', { range: 'bytes=100-199' })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toBe('bytes 100-199/5000')
    expect(Buffer.from(await part.arrayBuffer()).equals(segment.subarray(100, 200))).toBe(true)
    const tail = await get('r1/720p/1.m4s', { range: 'bytes=-10' })
    expect(Buffer.from(await tail.arrayBuffer()).equals(segment.subarray(4_990))).toBe(true)
    const behind = await get('r1/720p/1.m4s', { range: 'bytes=5000-' })
    expect(behind.headers.get('content-range')).toBe('bytes */5000')
    expect(await codeOf(behind)).toBe('416 RANGE_NOT_SATISFIABLE')
    expect((await get('r1/empty.vtt')).headers.get('content-length')).toBe('0')
  })

  it.each([0, 2 ** 20])(
    'answers several ranges as one multipart, with %s bytes of memory',
    async (hotBytes) => {
      const { get } = await serve({ hotBytes })
      for (let time = 0; time < 3; time++) {
        const answer = await get('r1/720p/1.m4s', { range: 'bytes=-10, 0-99' })
        expect(answer.status).toBe(206)
        const [, boundary] =
          /^multipart\/byteranges; boundary=(\w+)$/.exec(answer.headers.get('content-type') ?? '') ?? []
        const body = Buffer.from(await answer.arrayBuffer())
        expect(body.length).toBe(Number(answer.headers.get('content-length')))
        const part = (range: string, bytes: Buffer) =>
          `--${boundary}\r\ncontent-type: video/iso.segment\r\ncontent-range: bytes ${range}/5000\r\n\r\n${bytes.toString('latin1')}\r\n`
        const expected = `${part('4990-4999', segment.subarray(4_990))}${part('0-99', segment.subarray(0, 100))}--${boundary}--\r\n`
        expect(body.toString('latin1')).toBe(expected)
      }
    },
  )

  it('answers conditions: 304 for the same version, the whole file where If-Range names another', async () => {
    const { get } = await serve()
    const head = await get('r1/720p/1.m4s', {}, 'HEAD')
    expect(head.headers.get('content-length')).toBe('5000')
    expect(await head.text()).toBe('')
    const etag = head.headers.get('etag') ?? ''
    const same = await get('r1/720p/1.m4s', { 'if-none-match': etag })
    expect(same.status).toBe(304)
    expect(same.headers.get('etag')).toBe(etag)
    expect(same.headers.get('cache-control')).toContain('immutable')
    const since = head.headers.get('last-modified') ?? ''
    expect((await get('r1/720p/1.m4s', { 'if-modified-since': since })).status).toBe(304)
    const range = { range: 'bytes=0-0' }
    expect((await get('r1/720p/1.m4s', { ...range, 'if-range': etag })).status).toBe(206)
    expect((await get('r1/720p/1.m4s', { ...range, 'if-range': '"other"' })).status).toBe(200)
  })

  it('shrinks manifests, each encoding with its own tag, and never an answer to a range', async () => {
    const { port, get } = await serve()
    const raw = await rawGet(port, `/v/${token}/${video}/r1/master.m3u8`, { 'accept-encoding': 'gzip, br' })
    expect(raw.headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding' })
    expect(raw.headers.etag).toMatch(/-br"$/)
    expect(brotliDecompressSync(raw.body).toString()).toBe(manifest)
    const zip = await rawGet(port, `/v/${token}/${video}/r1/master.m3u8`, { 'accept-encoding': 'gzip' })
    expect(gunzipSync(zip.body).toString()).toBe(manifest)
    const again = { 'accept-encoding': 'br', 'if-none-match': String(raw.headers.etag) }
    expect((await rawGet(port, `/v/${token}/${video}/r1/master.m3u8`, again)).status).toBe(304)
    const plain = await get('r1/master.m3u8')
    expect(plain.headers.get('content-type')).toBe('application/vnd.apple.mpegurl')
    expect(await plain.text()).toBe(manifest)
    const part = { 'accept-encoding': 'br', range: 'bytes=0-6' }
    const ranged = await rawGet(port, `/v/${token}/${video}/r1/master.m3u8`, part)
    expect(ranged.headers['content-encoding']).toBeUndefined()
    expect(ranged.body.toString()).toBe('#EXTM3U')
  })

  it('refuses a token that is forged, expired, or of another video, before it looks at the name', async () => {
    const { base } = await serve()
    const other = signPlaybackToken({ secret, video: 'otherothero', expiresAt, sharing: 'shared' })
    const old = signPlaybackToken({
      secret,
      video,
      expiresAt: new Date(now.getTime() - 1_000),
      sharing: 'shared',
    })
    for (const [wrong, code] of [
      ['nonsense', '403 PLAYBACK_TOKEN_INVALID'],
      [other, '403 PLAYBACK_TOKEN_INVALID'],
      [token.replace(/^./, 'z'), '403 PLAYBACK_TOKEN_INVALID'],
      [old, '403 PLAYBACK_TOKEN_EXPIRED'],
    ] as const) {
      for (const file of ['r1/720p/1.m4s', 'r1/nothing.m4s', 'r1/publication.json']) {
        expect(await codeOf(await fetch(`${base}/v/${wrong}/${video}/${file}`))).toBe(code)
      }
    }
  })

  it('refuses what became private to strangers at once, and again allows it with them', async () => {
    const denials = createDenialList({ now: () => now })
    const { get, base } = await serve({ denials })
    const own = signPlaybackToken({ secret, video, expiresAt, sharing: 'private' })
    const asOwner = () => fetch(`${base}/v/${own}/${video}/r1/720p/1.m4s`)
    expect((await get('r1/720p/1.m4s')).status).toBe(200)
    denials.note({ video, scope: 'shared', until: expiresAt })
    expect(await codeOf(await get('r1/720p/1.m4s'))).toBe('403 PLAYBACK_REVOKED')
    expect(await codeOf(await get('r1/master.m3u8'))).toBe('403 PLAYBACK_REVOKED')
    expect((await asOwner()).status).toBe(200)
    denials.note({ video, scope: 'nothing', until: expiresAt })
    expect((await get('r1/720p/1.m4s')).status).toBe(200)
    denials.note({ video, scope: 'all', until: expiresAt })
    expect(await codeOf(await asOwner())).toBe('403 PLAYBACK_REVOKED')
  })

  it('lets a token expire while it is remembered, and takes the next one', async () => {
    const clock = { now }
    const { get, base } = await serve({ now: () => clock.now })
    expect((await get('r1/720p/1.m4s')).status).toBe(200)
    clock.now = expiresAt
    expect(await codeOf(await get('r1/720p/1.m4s'))).toBe('403 PLAYBACK_TOKEN_EXPIRED')
    const next = signPlaybackToken({
      secret,
      video,
      expiresAt: playbackExpiry(clock.now),
      sharing: 'shared',
    })
    expect((await fetch(`${base}/v/${next}/${video}/r1/720p/1.m4s`)).status).toBe(200)
  })

  it('keeps what a private token opens out of shared caches', async () => {
    const { base } = await serve()
    const own = signPlaybackToken({ secret, video, expiresAt, sharing: 'private' })
    const response = await fetch(`${base}/v/${own}/${video}/r1/720p/1.m4s`)
    expect(response.headers.get('cache-control')).toBe('private, max-age=45000, immutable')
  })

  it('hides what is no part of a stream', async () => {
    const { get, base } = await serve()
    for (const file of ['r1/publication.json', 'r1/none.m4s', 'r1/a%2fb.m4s', 'r1/720p']) {
      expect(await codeOf(await get(file))).toBe('404 NOT_FOUND')
    }
    expect(await codeOf(await fetch(`${base}/`))).toBe('404 NOT_FOUND')
    const head = await get('r1/none.m4s', {}, 'HEAD')
    expect([head.status, await head.text()]).toEqual([404, ''])
  })

  it('answers preflights, and no other method', async () => {
    const { get } = await serve()
    const preflight = await get('r1/720p/1.m4s', {}, 'OPTIONS')
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Range')
    const post = await get('r1/720p/1.m4s', {}, 'POST')
    expect(post.headers.get('allow')).toBe('GET, HEAD, OPTIONS')
    expect(await codeOf(post)).toBe('405 METHOD_NOT_ALLOWED')
  })

  it('says that the store is away, refuses, or does not begin to answer', async () => {
    const away = (error: () => Promise<never>): DeliveryStore => ({ get: error, head: error })
    const unavailable = await serve({
      store: away(() => Promise.reject(new StorageUnavailable('GetObject'))),
    })
    const response = await unavailable.get('r1/720p/1.m4s')
    expect(response.headers.get('retry-after')).toBe('2')
    expect(await codeOf(response)).toBe('503 STORAGE_UNAVAILABLE')
    const refuses = await serve({ store: away(() => Promise.reject(new StorageRefused('AccessDenied'))) })
    expect(await codeOf(await refuses.get('r1/720p/1.m4s'))).toBe('502 STORAGE_FAILED')
    const silent = createSilentStore()
    const slow = await serve({ store: silent.store, storeTimeoutMs: 30 })
    expect(await codeOf(await slow.get('r1/720p/1.m4s'))).toBe('503 STORAGE_UNAVAILABLE')
    expect(await codeOf(await slow.get('r1/master.m3u8'))).toBe('503 STORAGE_UNAVAILABLE')
    await expect.poll(silent.aborted).toBe(2)
    const broken = await serve({ store: away(() => Promise.reject(new TypeError('oops'))) })
    expect(await codeOf(await broken.get('r1/720p/1.m4s'))).toBe('500 INTERNAL')
  })

  it('takes no more from the store than the client does, and lets go when it leaves', async () => {
    const endless = createEndlessStore()
    const { port, metrics } = await serve({ store: endless.store })
    const client = connect(port, '127.0.0.1')
    client.write(`GET /v/${token}/${video}/r1/big.mp4 HTTP/1.1\r\nhost: x\r\n\r\n`)
    await once(client, 'data')
    client.pause()
    for (let taken = -1; taken !== endless.taken(); await pause(200)) {
      taken = endless.taken()
      // What the system's own socket buffers take on both sides; the object is endless.
      expect(taken).toBeLessThan(16_000_000)
    }
    client.destroy()
    await expect.poll(endless.destroyed).toBe(true)
    await expect.poll(() => metrics.registry.metrics()).toContain('marquee_edge_cut_total{program="edge"} 1')
  })

  it('cuts the connection when the store breaks off, so that no client takes half a file for a whole', async () => {
    const { get } = await serve({ store: createBreakingStore() })
    const whole = get('r1/big.mp4').then((response) => response.arrayBuffer())
    await expect(whole).rejects.toThrow()
  })

  it('asks the store for 4 MB at a time, and for no more before the client has them', async () => {
    const film = Buffer.alloc(10 * 2 ** 20, 'film ')
    await store.put(`videos/${video}/r1/film.mp4`, film)
    await store.put(`videos/${video}/r1/empty.m4s`, '')
    const asked: unknown[] = []
    const noting: DeliveryStore = {
      head: store.head,
      get: (key, options) => {
        asked.push(options?.range)
        return store.get(key, options)
      },
    }
    const { get } = await serve({ store: noting })
    const bytesOf = async (range?: string) => {
      asked.length = 0
      const response = await get('r1/film.mp4', range ? { range } : {})
      return Buffer.from(await response.arrayBuffer())
    }
    expect((await bytesOf()).equals(film)).toBe(true)
    expect(asked).toEqual([
      { start: 0, end: 4_194_303 },
      { start: 4_194_304, end: 8_388_607 },
      { start: 8_388_608, end: 10_485_759 },
    ])
    expect((await bytesOf('bytes=1000000-5999999')).equals(film.subarray(1_000_000, 6_000_000))).toBe(true)
    expect(asked).toHaveLength(2)
    expect((await bytesOf('bytes=-6000000')).equals(film.subarray(film.length - 6_000_000))).toBe(true)
    expect(asked).toHaveLength(2)
    expect((await bytesOf('bytes=8000000-')).equals(film.subarray(8_000_000))).toBe(true)
    expect(asked).toHaveLength(1)
    const empty = await get('r1/empty.m4s')
    expect([empty.status, empty.headers.get('content-length')]).toEqual([200, '0'])
  })

  it('cuts an answer whose object is another, or silent, in its middle', async () => {
    const film = Buffer.alloc(5 * 2 ** 20)
    await store.put(`videos/${video}/r1/changing.mp4`, film)
    const changing: DeliveryStore = {
      head: store.head,
      async get(key, options) {
        const content = await store.get(key, options)
        await store.put(key, Buffer.concat([film, Buffer.from('!')]))
        return content
      },
    }
    const { get } = await serve({ store: changing })
    await expect(get('r1/changing.mp4').then((response) => response.arrayBuffer())).rejects.toThrow()
    const silent = createSilentStore()
    const falling = await serve({
      store: { head: store.head, get: (...call) => (call[1]?.ifMatch ? silent.store : store).get(...call) },
      storeTimeoutMs: 200,
    })
    const whole = falling.get('r1/film.mp4').then((response) => response.arrayBuffer())
    await expect(whole).rejects.toThrow()
    expect(silent.aborted()).toBe(1)
  })

  it('gives a failure an id, and a request that names its trace that one', async () => {
    const { get } = await serve({ store: createMemoryStore() })
    expect((await get('r1/none.m4s')).headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/)
    const id = '4bf92f3577b34da6a3ce929d0e0e4736'
    expect((await get('r1/none.m4s', { 'x-request-id': id })).headers.get('x-request-id')).toBe(id)
  })

  it('holds what is asked for again in memory, and fetches it once for a crowd', async () => {
    let fetched = 0
    const counting: DeliveryStore = {
      head: store.head,
      get: (key, options) => {
        fetched++
        return store.get(key, options)
      },
    }
    const { get } = await serve({ store: counting, hotBytes: 2 ** 20 })
    const whole = async () => Buffer.from(await (await get('r1/720p/1.m4s')).arrayBuffer())
    await whole()
    const crowd = await Promise.all(Array.from({ length: 20 }, whole))
    expect(crowd.every((bytes) => bytes.equals(segment))).toBe(true)
    expect(fetched).toBe(2)
    const part = await get('r1/720p/1.m4s', { range: 'bytes=100-199' })
    expect(Buffer.from(await part.arrayBuffer()).equals(segment.subarray(100, 200))).toBe(true)
    const behind = await get('r1/720p/1.m4s', { range: 'bytes=5000-' })
    expect([behind.headers.get('content-range'), await codeOf(behind)]).toEqual([
      'bytes */5000',
      '416 RANGE_NOT_SATISFIABLE',
    ])
    const tag = part.headers.get('etag') ?? ''
    expect((await get('r1/720p/1.m4s', { 'if-none-match': tag })).status).toBe(304)
    expect(await (await get('r1/720p/1.m4s', {}, 'HEAD')).text()).toBe('')
    expect(fetched).toBe(2)
  })

  it('ends a request that trickles in, and headers that are too long', async () => {
    const { port } = await serve({ requestTimeoutMs: 200 })
    const slow = connect(port, '127.0.0.1')
    slow.write('GET /v/x HTTP/1.1\r\nhost: x\r\n')
    const trickle = setInterval(() => slow.write('a: b\r\n'), 50)
    const [answer] = (await once(slow, 'data')) as [Buffer]
    expect(answer.toString()).toMatch(/^HTTP\/1.1 408 /)
    clearInterval(trickle)
    await once(slow, 'close')
    const long = connect(port, '127.0.0.1')
    long.write(`GET /v/x HTTP/1.1\r\nhost: x\r\nlong: ${'a'.repeat(20_000)}\r\n\r\n`)
    const [refusal] = (await once(long, 'data')) as [Buffer]
    expect(refusal.toString()).toMatch(/^HTTP\/1.1 431 /)
  })

  it('takes only so many connections from one client, and altogether', async () => {
    const { port, metrics } = await serve({ connections: { total: 3, perAddress: 2 } })
    const open = async (localAddress: string) => {
      const socket = connect({ port, host: '127.0.0.1', localAddress }).on('error', () => {})
      await once(socket, 'connect')
      const closed = once(socket, 'close').then(() => 'closed')
      socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n')
      const verdict = await Promise.race([once(socket, 'data').then(() => 'answered'), closed])
      return { socket, verdict, closed }
    }
    const first = await open('127.0.0.1')
    const verdicts = [first.verdict]
    for (const address of ['127.0.0.1', '127.0.0.1', '127.0.0.2', '127.0.0.3'])
      verdicts.push((await open(address)).verdict)
    expect(verdicts).toEqual(['answered', 'answered', 'closed', 'answered', 'closed'])
    expect(await metrics.registry.metrics()).toContain(
      'marquee_http_refused_connections_total{program="edge"} 2',
    )
    first.socket.destroy()
    await first.closed
    await expect.poll(async () => (await open('127.0.0.1')).verdict).toBe('answered')
  })

  it('tells operators about itself', async () => {
    const { base, get, health } = await serve()
    await (await get('r1/720p/1.m4s')).arrayBuffer()
    expect((await fetch(`${base}/healthz`)).status).toBe(200)
    expect((await fetch(`${base}/readyz`)).status).toBe(200)
    health.drain()
    expect((await fetch(`${base}/readyz`)).status).toBe(503)
    const text = await (await fetch(`${base}/metrics`)).text()
    expect(text).toContain(
      'marquee_http_requests_total{route="segment",method="GET",status="200",program="edge"} 1',
    )
  })
})

describe('drainServer', () => {
  it('finishes what runs, closes idle connections, and takes nothing new', async () => {
    const { server, port, get } = await serve()
    await (await get('r1/720p/1.m4s')).arrayBuffer()
    const slow = createSilentStore()
    const busy = await serve({ store: slow.store })
    const running = busy.get('r1/720p/1.m4s')
    await expect.poll(slow.waiting).toBe(1)
    const drained = drainServer(busy.server, AbortSignal.timeout(5_000))
    slow.release(segment)
    expect(Buffer.from(await (await running).arrayBuffer()).equals(segment)).toBe(true)
    await drained
    await expect(busy.get('r1/720p/1.m4s')).rejects.toThrow()
    await drainServer(server, AbortSignal.timeout(5_000))
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow()
  })

  it('cuts what still runs when its time is up', async () => {
    const endless = createEndlessStore()
    const { server, get } = await serve({ store: endless.store })
    await get('r1/big.mp4')
    await drainServer(server, AbortSignal.timeout(50))
    await expect.poll(endless.destroyed).toBe(true)
  })
})

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function rawGet(port: number, path: string, headers: Record<string, string>) {
  const request = httpRequest({ port, host: '127.0.0.1', path, headers }).end()
  const [response] = await once(request, 'response')
  const chunks: Buffer[] = await response.toArray()
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }
}

function contentOf(body: Readable, size: number): ObjectContent {
  const lastModified = new Date('2026-11-20T00:00:00Z')
  const meta = { contentType: undefined, cacheControl: undefined, contentRange: undefined }
  return { key: 'k', etag: '"e"', lastModified, size, contentLength: size, body, ...meta }
}

/** Never answers by itself. */
function createSilentStore() {
  const waiting: ((content: ObjectContent) => void)[] = []
  let aborted = 0
  const get: DeliveryStore['get'] = (_, options) =>
    new Promise((resolve, reject) => {
      waiting.push(resolve)
      options?.signal?.addEventListener('abort', () => {
        aborted++
        reject(options.signal?.reason)
      })
    })
  return {
    store: { get, head: async () => undefined },
    aborted: () => aborted,
    waiting: () => waiting.length,
    release(bytes: Buffer) {
      for (const resolve of waiting) resolve(contentOf(Readable.from([bytes]), bytes.length))
    },
  }
}

/** An object of 1 TB, made as it is read. */
function createEndlessStore() {
  let taken = 0
  let destroyed = false
  const chunk = Buffer.alloc(64 * 1024)
  const open = () =>
    new Readable({
      read() {
        taken += chunk.length
        this.push(chunk)
      },
      destroy(error, done) {
        destroyed = true
        done(error)
      },
    })
  const get: DeliveryStore['get'] = async () => contentOf(open(), 1e12)
  return { store: { get, head: async () => undefined }, taken: () => taken, destroyed: () => destroyed }
}

function createBreakingStore(): DeliveryStore {
  const open = () => {
    let read = false
    return new Readable({
      read() {
        if (read) this.destroy(new Error('the store broke off'))
        else this.push(Buffer.alloc(100_000))
        read = true
      },
    })
  }
  return { get: async () => contentOf(open(), 1e9), head: async () => undefined }
}
