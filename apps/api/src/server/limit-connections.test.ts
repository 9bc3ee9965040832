import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { PROXY_SECRET_HEADER } from '@marquee/service'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startTestApi, type TestApi } from '../testing/start-test-api.ts'

const PROXY_SECRET = 'the secret of the web server'
const EACH = 3

let api: TestApi
const sockets: { destroy(): void }[] = []
beforeAll(async () => {
  api = await startTestApi({ API_MAX_CONNECTIONS_PER_ADDRESS: String(EACH), PROXY_SECRET })
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
})
afterAll(() => api.stop())

/** A connection that has asked something and stays: `200`, or `closed` where the API would not have it. */
async function stays(localAddress: string): Promise<string> {
  const socket = connect({ port: api.running.port, host: '127.0.0.1', localAddress }).on('error', () => {})
  sockets.push(socket)
  socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n')
  return Promise.race([
    once(socket, 'data').then(([text]) => String(text).slice(9, 12)),
    once(socket, 'close').then(() => 'closed'),
  ])
}

/** A WebSocket for subscriptions, that stays: `open`, or the status with which it was refused, or `closed`. */
async function subscribes(localAddress: string, headers: Record<string, string> = {}): Promise<unknown> {
  const url = `ws://127.0.0.1:${api.running.port}/graphql`
  const socket = new WebSocket(url, 'graphql-transport-ws', { localAddress, headers })
  sockets.push({ destroy: () => socket.terminate() })
  return new Promise((resolve) => {
    socket.on('open', () => resolve('open'))
    socket.on('unexpected-response', (_, { statusCode }) => resolve(statusCode))
    socket.on('error', () => resolve('closed'))
  })
}

const throughWeb = (client: string) =>
  subscribes('127.0.0.1', { 'x-forwarded-for': client, [PROXY_SECRET_HEADER]: PROXY_SECRET })

async function each<Answer>(times: number, ask: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let time = 0; time < times; time++) answers.push(await ask())
  return answers
}

describe('the API, asked by one address on many connections', () => {
  it('closes those beyond its limit, subscribers’ too, and answers others', async () => {
    expect(await each(EACH - 1, () => stays('127.0.0.2'))).toEqual(['200', '200'])
    expect(await each(2, () => subscribes('127.0.0.2'))).toEqual(['open', 'closed'])
    expect(await stays('127.0.0.2')).toBe('closed')
    expect(await stays('127.0.0.3')).toBe('200')
    const metrics = await (await fetch(`${api.url}/metrics`)).text()
    expect(metrics).toContain('marquee_http_refused_connections_total{program="api"} 2')
  })

  it('counts subscribers behind the web server by their own addresses', async () => {
    expect(await each(EACH + 2, () => throughWeb('203.0.113.1'))).toEqual(['open', 'open', 'open', 429, 429])
    expect(await each(EACH, () => throughWeb('203.0.113.2'))).toEqual(['open', 'open', 'open'])
  })

  it('goes on when a connection is reset as its WebSocket is refused', async () => {
    const headers = 'origin: https://evil.example\r\nconnection: upgrade\r\nupgrade: websocket'
    for (let time = 0; time < 20; time++) {
      const socket: Socket = connect(api.running.port, '127.0.0.1').on('error', () => {})
      socket.write(`GET /graphql HTTP/1.1\r\nhost: x\r\n${headers}\r\n\r\n`)
      await once(socket, time % 2 ? 'connect' : 'data')
      socket.resetAndDestroy()
      await once(socket, 'close')
    }
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200)
  })

  it.each(['/graphql', '/elsewhere'])(
    'closes what it will not make a WebSocket at %s, though its client never does',
    async (path) => {
      const socket = connect({ port: api.running.port, host: '127.0.0.1', allowHalfOpen: true })
      sockets.push(socket.on('error', () => {}))
      const headers = 'origin: https://evil.example\r\nconnection: upgrade\r\nupgrade: websocket'
      socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n${headers}\r\n\r\n`)
      await once(socket.resume(), 'end')
      // Only a connection that the API has let go of entirely answers this by a reset.
      const isReset = () => {
        if (!socket.destroyed) socket.write('x')
        return socket.destroyed
      }
      await expect.poll(isReset).toBe(true)
    },
  )
})
