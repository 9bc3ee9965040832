import { once } from 'node:events'
import type { RequestListener, Server } from 'node:http'
import { type AddressInfo, connect, createServer, type Server as Door, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createBoundedServer } from './create-bounded-server.ts'

const LONG_MS = 60_000
const SHORT_MS = 100

const servers: Server[] = []
const sockets: Socket[] = []
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(patience: object, answer: RequestListener = (_, response) => response.end('answer')) {
  const all = { headersMs: LONG_MS, requestMs: LONG_MS, idleMs: LONG_MS, ...patience }
  const server = createBoundedServer(all).on('request', answer)
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return server
}

async function enter(door: Door): Promise<Socket> {
  const socket = connect((door.address() as AddressInfo).port, '127.0.0.1').on('error', () => {})
  sockets.push(socket)
  await once(socket, 'connect')
  return socket
}

/** A connection that the server gets only with its request, so that none of its limits ends before. */
async function ask(server: Server, text: string): Promise<Socket> {
  const door = createServer((taken) => {
    door.close()
    taken.once('data', (request) => {
      server.emit('connection', taken)
      taken.unshift(request)
    })
  })
  await once(door.listen(0, '127.0.0.1'), 'listening')
  const socket = await enter(door)
  socket.write(text)
  return socket
}

/** What comes until the server closes. */
async function heard(socket: Socket): Promise<string> {
  const chunks: Buffer[] = await socket.toArray()
  return Buffer.concat(chunks).toString('latin1')
}

/** A letter at a time, for as long as somebody listens. */
function trickle(socket: Socket): void {
  const next = setInterval(() => socket.write('a'), 10)
  socket.once('close', () => clearInterval(next))
}

describe('createBoundedServer', () => {
  it.each([
    ['headers that trickle in', { headersMs: SHORT_MS, requestMs: LONG_MS }, 'GET / HTTP/1.1\r\na: '],
    [
      'a body that trickles in',
      { headersMs: SHORT_MS, requestMs: 2 * SHORT_MS },
      'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n',
    ],
  ])('gives %s up with 408', async (_, patience, text) => {
    const server = await serve(patience, (request, response) => {
      request.on('end', () => response.end()).resume()
    })
    const socket = await enter(server)
    socket.write(text)
    trickle(socket)
    expect(await heard(socket)).toMatch(/^HTTP\/1\.1 408 /)
  })

  it('closes a connection that never asks', async () => {
    const socket = await enter(await serve({ headersMs: SHORT_MS }))
    await once(socket.resume(), 'close')
  })

  it('breaks an answer off that nobody takes', async () => {
    const size = 64 * 2 ** 20
    const server = await serve({ idleMs: 2 * SHORT_MS }, (_, response) => response.end(Buffer.alloc(size)))
    const closed = new Promise<void>((resolve) =>
      server.once('request', ({ socket: answering }) => answering.once('close', () => resolve())),
    )
    const socket = await ask(server, 'GET / HTTP/1.1\r\nhost: x\r\n\r\n')
    await once(socket, 'data')
    socket.pause()
    await closed
    expect((await heard(socket)).length).toBeLessThan(size)
  })

  it('leaves a WebSocket alone on which nothing is said', async () => {
    const server = await serve({ headersMs: 20, requestMs: 20, idleMs: 20 })
    server.on('upgrade', (_, upgraded: Socket) => {
      setTimeout(() => upgraded.end('still here'), 2 * SHORT_MS)
    })
    const request = 'GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'
    expect(await heard(await ask(server, request))).toBe('still here')
  })
})
