import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import {
  createHealth,
  createLogger,
  createMetrics,
  drainServer,
  type Metrics,
  playbackExpiry,
  signPlaybackToken,
} from '@marquee/service'
import { createMemoryStore } from '@marquee/storage'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createEdgeServer, type EdgeSettings } from './create-edge-server.ts'
import { openHeld } from './delivery/open-object.ts'
import { createHotObjects } from './hot/hot-objects.ts'
import { LEAST_PACE } from './http/hold-to-pace.ts'
import { readRanges } from './http/parse-range.ts'

const secret = 'a playback secret for tests'
const video = 'k3jd82jd8sk'
const now = new Date('2026-11-21T08:30:00Z')
const token = signPlaybackToken({ secret, video, expiresAt: playbackExpiry(now), sharing: 'shared' })
const address = `/v/${token}/${video}/r1/1.m4s`
const key = `videos/${video}/r1/1.m4s`
const segment = Buffer.from(Array.from({ length: 50_000 }, (_, index) => index % 251))
const store = createMemoryStore()
/** More than the buffers of a connection hold, of this process and of the kernel at both ends. */
const film = Buffer.alloc(64 * 2 ** 20, 7)
const askForFilm = `GET /v/${token}/${video}/r1/film.mp4 HTTP/1.1\r\nhost: x\r\n\r\n`

const servers: Server[] = []
const sockets: Socket[] = []
beforeAll(async () => {
  await store.put(key, segment)
  await store.put(`videos/${video}/r1/film.mp4`, film)
})
afterEach(() => {
  vi.useRealTimers()
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(settings: Partial<EdgeSettings> = {}) {
  const rest = { metrics: createMetrics('edge'), health: createHealth({ checks: {} }) }
  const logger = createLogger('edge', { level: 'silent' })
  const server = createEdgeServer({ store, secret, logger, now: () => now, ...rest, ...settings })
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => {})
  sockets.push(socket)
  await once(socket, 'connect')
  return socket
}

/** What comes until the other side closes. */
async function answersTo(port: number, text: string): Promise<string> {
  const socket = await connected(port)
  socket.write(text)
  const chunks: Buffer[] = await socket.toArray()
  return Buffer.concat(chunks).toString('latin1')
}

/** Has the first bytes of the film, and reads no more. */
async function stalledReader(port: number): Promise<Socket> {
  const socket = await connected(port)
  socket.write(askForFilm)
  await once(socket, 'data')
  return socket.pause()
}

/** Reads on: as many bytes, or what is left before the other side closes. Resolves to how many came. */
function take(socket: Socket, least: number): Promise<number> {
  return new Promise((resolve) => {
    let taken = 0
    const stop = () => {
      socket.off('data', more).off('close', stop).pause()
      resolve(taken)
    }
    const more = (chunk: Buffer) => {
      taken += chunk.length
      if (taken >= least) stop()
    }
    socket.on('data', more).on('close', stop).resume()
  })
}

async function gauge(metrics: Metrics, name: string): Promise<number | undefined> {
  return (await metrics.registry.getSingleMetric(name)?.get())?.values[0]?.value
}

const countOf = (text: string, word: string) => text.split(word).length - 1

describe('the edge and hostile clients', () => {
  it('opens one object at a time for a connection that asks for a hundred at once', async () => {
    let open = 0
    let most = 0
    const counting: EdgeSettings['store'] = {
      head: store.head,
      async get(...call) {
        const content = await store.get(...call)
        open += 1
        most = Math.max(most, open)
        content.body.once('close', () => {
          open -= 1
        })
        return content
      },
    }
    const { port } = await serve({ store: counting })
    const ask = `GET ${address} HTTP/1.1\r\nhost: x\r\n\r\n`
    const answers = await answersTo(
      port,
      `${ask.repeat(99)}${ask.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n')}`,
    )
    expect(countOf(answers, 'HTTP/1.1 200 OK')).toBe(100)
    expect(most).toBe(1)
  })

  it('lets go of everything when a client leaves whose requests still wait', async () => {
    const metrics = createMetrics('edge')
    const { port } = await serve({ metrics })
    const socket = await connected(port)
    const ask = (file: string) => `GET ${address}${file} HTTP/1.1\r\nhost: x\r\n\r\n`
    socket.write(`${ask('')}${ask('x')}${ask('').repeat(50)}`)
    await once(socket, 'data')
    socket.destroy()
    const open = () => gauge(metrics, 'marquee_http_open_requests')
    await expect.poll(open).toBe(0)
    const closing = ask('').replace('\r\n\r\n', '\r\ncontent-length: 1\r\n\r\n!')
    expect(countOf(await answersTo(port, `${closing}${ask('').repeat(5)}`), 'HTTP/1.1 200')).toBe(1)
    expect(await open()).toBe(0)
  })

  it.each([
    ['a length', (body: string) => `content-length: ${body.length}\r\n\r\n${body}`],
    [
      'chunks',
      (body: string) =>
        `transfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    ],
  ])(
    'answers no request that hides in the body of another, by %s, and closes behind it',
    async (_, withBody) => {
      const { port } = await serve()
      const hidden = `GET ${address} HTTP/1.1\r\nhost: x\r\n\r\n`
      const answers = await answersTo(
        port,
        `GET ${address} HTTP/1.1\r\nhost: x\r\n${withBody(hidden)}${hidden}`,
      )
      expect(countOf(answers, 'HTTP/1.1 ')).toBe(1)
      expect(answers).toMatch(/\r\nconnection: close\r\n/i)
    },
  )

  it.each([
    ['two lengths', 'host: x\r\ncontent-length: 0\r\ncontent-length: 5'],
    ['a length beside chunks', 'host: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked'],
    ['a coding that is none', 'host: x\r\ntransfer-encoding: xchunked'],
    ['a folded line', 'host: x\r\na: b\r\n  c: d'],
    ['a space before the colon', 'host: x\r\ncontent-length : 5'],
    ['no host', 'a: b'],
    ['a bare line feed', 'host: x\na: b'],
  ])('refuses %s, over which two servers could disagree', async (_, headers) => {
    const { port } = await serve()
    const answers = await answersTo(port, `GET ${address} HTTP/1.1\r\n${headers}\r\n\r\n`)
    expect(answers).toMatch(/^HTTP\/1\.1 400 /)
    expect(countOf(answers, 'HTTP/1.1 ')).toBe(1)
  })

  it.each([
    `http://other.example${address}`,
    `/v/../v/${token}/${video}/r1/1.m4s`,
    `/v//${token}/${video}/r1/1.m4s`,
    `/V/${token}/${video}/r1/1.m4s`,
    `${address}#x`,
    `${address}%00.m4s`,
    `${address};x=1`,
    `/v/${token}/${video}/r1\\1.m4s`,
    `/v/${token}/${video}/../otherothero/r1/1.m4s`,
  ])('finds nothing at %s', async (target) => {
    const { port } = await serve()
    const answers = await answersTo(port, `GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)
    expect(answers).toMatch(/^HTTP\/1\.1 40[034] /)
  })

  it('says nothing in its headers that a client put there', async () => {
    const { port } = await serve()
    const odd = 'x-request-id: 4bf92f3577b34da6a3ce929d0e0e4736\tset-cookie\r\norigin: https://evil.example'
    const answers = await answersTo(
      port,
      `GET ${address}x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${odd}\r\n\r\n`,
    )
    expect(answers).toContain('access-control-allow-origin: *')
    expect(answers).not.toMatch(/set-cookie|evil/)
  })

  it('holds one copy of an object for all who ask for several of its ranges', async () => {
    const hot = createHotObjects({ store, capacity: 2 ** 20, now: () => now, timeoutMs: 1_000 })
    const object = await hot.load(key)
    const ranges = readRanges('bytes=0-29999,30000-49999')
    const type = { kind: 'segment', contentType: 'video/iso.segment' } as const
    const opened = openHeld(hot, { method: 'GET', headers: { range: 'bytes=…' }, ranges, key, type })
    if (!opened || 'code' in opened || !Array.isArray(opened.body)) throw new Error('nothing was opened')
    const pieces: Buffer[] = opened.body
    expect(
      pieces.filter(({ buffer }) => buffer === object?.bytes.buffer).map(({ length }) => length),
    ).toEqual([30_000, 20_000])
  })

  it('reads no list of ranges that is longer than any it would answer', () => {
    expect(readRanges(`bytes=${'1-1,'.repeat(200)}2-2`)).toBeNull()
    const longest = Array.from({ length: 8 }, (_, index) => `${1e14 + index}-${1e14 + index}`).join(',   ')
    expect(readRanges(`bytes=${longest}`)).toHaveLength(8)
  })

  it('breaks an answer off on whose connection nothing moves', async () => {
    const metrics = createMetrics('edge')
    const { port } = await serve({ metrics, idleTimeoutMs: 200 })
    const reader = await stalledReader(port)
    await expect.poll(() => gauge(metrics, 'marquee_edge_cut_total')).toBe(1)
    expect(await take(reader, film.length)).toBeLessThan(film.length)
  })

  it('breaks an answer off that is taken by a few bytes a minute, and not one that is taken slowly', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const metrics = createMetrics('edge')
    const { port } = await serve({ metrics })
    const slow = await stalledReader(port)
    const trickling = await stalledReader(port)
    for (let minute = 0; minute < 3; minute++) {
      await take(slow, film.length / 4)
      await take(trickling, 1_000)
      vi.advanceTimersByTime(LEAST_PACE.everyMs)
    }
    await expect.poll(() => gauge(metrics, 'marquee_edge_cut_total')).toBe(1)
    expect(await take(trickling, film.length)).toBeLessThan(film.length)
    await take(slow, film.length / 8)
    expect(await gauge(metrics, 'marquee_edge_cut_total')).toBe(1)
  })

  it('closes a connection that never asks, and does not wait for one when it drains', async () => {
    const { server, port } = await serve({ requestTimeoutMs: 200 })
    const silent = await connected(port)
    silent.resume()
    await once(silent, 'close')
    const patient = await serve({ requestTimeoutMs: 600_000 })
    const early = await connected(patient.port)
    early.resume()
    const closed = once(early, 'close')
    const cut = new AbortController()
    await drainServer(patient.server, cut.signal)
    await closed
    await drainServer(server, cut.signal)
  })
})
