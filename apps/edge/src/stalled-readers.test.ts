import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import {
  createHealth,
  createLogger,
  createMetrics,
  playbackExpiry,
  signPlaybackToken,
} from '@marquee/service'
import { createS3Reader } from '@marquee/storage'
import { afterEach, expect, it } from 'vitest'
import { createEdgeServer } from './create-edge-server.ts'

const secret = 'a playback secret for tests'
const video = 'k3jd82jd8sk'
const token = signPlaybackToken({ secret, video, expiresAt: playbackExpiry(), sharing: 'shared' })
const path = `/v/${token}/${video}/r1/film.mp4`
/** More than the buffers of a connection hold, of this process and of the kernel at both ends. */
const film = randomBytes(24 * 2 ** 20)
/** Connections of this edge to its store. */
const PLACES = 6

const servers: Server[] = []
const sockets: Socket[] = []
const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function listen(server: Server): Promise<number> {
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}

/** A store that has the film alone. */
function answerRange({ headers }: IncomingMessage, response: ServerResponse): void {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? []
  const [start, end] = [Number(from), Math.min(Number(to), film.length - 1)]
  const range = { 'content-range': `bytes ${start}-${end}/${film.length}`, 'content-length': end + 1 - start }
  response.writeHead(206, { ...range, etag: '"film"', 'last-modified': new Date(0).toUTCString() })
  response.end(film.subarray(start, end + 1))
}

async function serve() {
  const store = await listen(createServer(answerRange))
  const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' }
  const of = { endpoint: `http://127.0.0.1:${store}`, region: 'us-east-1', bucket: 'bucket', credentials }
  const reader = createS3Reader({ ...of, maxSockets: PLACES, mayStallMs: 100 })
  closing.push(() => reader.close())
  const logger = createLogger('edge', { level: 'silent' })
  const metrics = createMetrics('edge')
  return listen(
    createEdgeServer({ store: reader, secret, logger, metrics, health: createHealth({ checks: {} }) }),
  )
}

/** Has the first bytes of the film, and reads no more. */
async function stalledReader(port: number, localAddress: string): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', localAddress }).on('error', () => {})
  sockets.push(socket)
  socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)
  await once(socket, 'readable')
  return socket
}

async function restOf(socket: Socket): Promise<Buffer> {
  const all = Buffer.concat((await socket.toArray()) as Buffer[])
  return all.subarray(all.indexOf('\r\n\r\n') + 4)
}

it('readers that stall keep nobody from the store, wherever they come from, and miss no byte when they read on', async () => {
  const port = await serve()
  const addresses = Array.from({ length: PLACES }, (_, index) => `127.0.0.${index < PLACES / 2 ? 2 : 3}`)
  const stalled = await Promise.all(addresses.map((address) => stalledReader(port, address)))
  const part = async (start: number) => {
    const range = `bytes=${start}-${start + 999}`
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { range } })
    expect(answer.status).toBe(206)
    return Buffer.from(await answer.arrayBuffer()).equals(film.subarray(start, start + 1_000))
  }
  const others = Array.from({ length: 2 * PLACES }, (_, index) => part(index * 1_000_000))
  expect(await Promise.all(others)).toEqual(others.map(() => true))
  // Two of them: the others would show nothing more.
  const films = await Promise.all(stalled.slice(-2).map(restOf))
  expect(films.map((bytes) => bytes.equals(film))).toEqual(films.map(() => true))
})
