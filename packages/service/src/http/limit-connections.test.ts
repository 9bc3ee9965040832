import { once } from 'node:events'
import type { Server, ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createClientAddresses,
  PROXY_SECRET_HEADER,
  type TrustedProxies,
} from '../addresses/client-address.ts'
import { createLogger } from '../logging/create-logger.ts'
import { createMetrics, type Metrics } from '../metrics/create-metrics.ts'
import { createBoundedServer } from './create-bounded-server.ts'
import { type ConnectionLimits, limitConnections, TOO_MANY_CONNECTIONS } from './limit-connections.ts'

/** In this test the proxy is 127.0.0.1; clients that come by themselves have other addresses of this machine. */
const PROXY = '127.0.0.1'
const PROXY_SECRET = 'the secret of the web server'

let metrics: Metrics
const servers: Server[] = []
const sockets: Socket[] = []
beforeEach(() => {
  metrics = createMetrics('test')
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** Answers what may be asked, but /held, whose answers stay open. */
async function serve(limits: ConnectionLimits, trusted: TrustedProxies = { TRUSTED_PROXIES: [PROXY] }) {
  const server = createBoundedServer()
  servers.push(server)
  const lines: Record<string, unknown>[] = []
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) }
  const logger = createLogger('test', { level: 'debug', destination })
  const clients = createClientAddresses(trusted)
  const admission = limitConnections(server, { limits, metrics, proxies: { clients, logger } })
  const open: ServerResponse[] = []
  server.on('request', (request, response) => {
    if (!admission.request(request, response)) return
    if (request.url === '/held') open.push(response)
    response.write('answer')
    if (request.url !== '/held') response.end()
  })
  server.on('upgrade', (request, socket) => {
    if (admission.upgrade(request, socket)) socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo

  function connection(localAddress: string, allowHalfOpen = false) {
    const socket = connect({ port, host: '127.0.0.1', localAddress, allowHalfOpen }).on('error', () => {})
    sockets.push(socket)
    return socket
  }
  const connections = (count: number, localAddress: string) =>
    Promise.all(
      Array.from({ length: count }, async () => {
        const socket = connection(localAddress)
        await once(socket, 'connect')
        return socket
      }),
    )

  interface Asked {
    path?: string
    client?: string
    secret?: string
    upgrade?: true
    on?: Socket
  }
  /** Asks on a connection of its own, or a given one; the status of the answer, or `closed` without one. */
  async function ask(localAddress: string, asked: Asked = {}) {
    const { path = '/held', client, secret, upgrade, on: socket = connection(localAddress) } = asked
    const forwarded = client ? `x-forwarded-for: ${client}\r\n` : ''
    const shown = secret ? `${PROXY_SECRET_HEADER}: ${secret}\r\n` : ''
    const upgrading = upgrade ? 'connection: upgrade\r\nupgrade: websocket\r\n' : ''
    socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n${forwarded}${shown}${upgrading}\r\n`)
    const text = await Promise.race([
      once(socket, 'data').then(String),
      once(socket, 'close').then(() => 'HTTP/1.1 closed'),
    ])
    return { socket, text, status: text.split(' ')[1] ?? '' }
  }
  const statuses = async (...asked: Parameters<typeof ask>[]) => {
    const all: string[] = []
    for (const each of asked) all.push((await ask(...each)).status)
    return all
  }
  return { ask, statuses, connection, connections, open, server, port, lines, addressOf: clients.addressOf }
}

const openConnections = (server: Server) =>
  new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)))

const refused = async () =>
  (await metrics.registry.getSingleMetric('marquee_http_refused_connections_total')?.get())?.values[0]?.value

describe('limitConnections', () => {
  it('closes what one client, or all of them, have too much of, WebSockets included', async () => {
    const { ask, statuses } = await serve({ total: 4, perAddress: 2 })
    const { socket } = await ask('127.0.0.2')
    expect(
      await statuses(['127.0.0.2', { upgrade: true }], ['127.0.0.2'], ['127.0.0.2', { upgrade: true }]),
    ).toEqual(['101', 'closed', 'closed'])
    expect(await statuses(['127.0.0.3'], ['127.0.0.4'], ['127.0.0.5'])).toEqual(['200', '200', 'closed'])
    expect(await refused()).toBe(3)
    socket.destroy()
    await expect.poll(async () => (await ask('127.0.0.2')).status).toBe('200')
  })

  it('does not believe a client that says it speaks for others', async () => {
    const { statuses } = await serve({ total: 100, perAddress: 1 })
    expect(
      await statuses(['127.0.0.2', { client: '203.0.113.1' }], ['127.0.0.2', { client: '203.0.113.2' }]),
    ).toEqual(['200', 'closed'])
  })

  it('counts what comes through a proxy for the client it is for, and never the proxy', async () => {
    const { ask, statuses, open } = await serve({ total: 100, perAddress: 2 })
    const by = (client: string, more: object = {}): Parameters<typeof ask> => [PROXY, { client, ...more }]
    const one = '203.0.113.1'
    expect(await statuses(by(one), by(one, { upgrade: true }), by(one), by(one, { upgrade: true }))).toEqual([
      '200',
      '101',
      '429',
      '429',
    ])
    const others = Array.from({ length: 20 }, (_, index) => by(`203.0.113.${index + 2}`))
    expect(new Set(await statuses(...others))).toEqual(new Set(['200']))
    expect(await refused()).toBe(2)
    const { text } = await ask(...by(one))
    expect(JSON.parse(text.slice(text.indexOf('{')))).toMatchObject({
      ...TOO_MANY_CONNECTIONS,
      errors: [{ extensions: { code: 'TOO_MANY_CONNECTIONS' } }],
    })
    open[0]?.end()
    await expect.poll(async () => (await ask(...by(one))).status).toBe('200')
  })

  it('keeps nothing of a connection that asks with and without its secret by turns', async () => {
    const trusted = { TRUSTED_PROXIES: [], PROXY_SECRET }
    const { server, connection } = await serve({ total: 100, perAddress: 1 }, trusted)
    const made = once(server, 'connection')
    const client = connection(PROXY)
    const [held] = (await made) as [Socket]
    const listeners: number[] = []
    for (let turn = 0; turn < 5; turn += 1) {
      for (const header of ['', `${PROXY_SECRET_HEADER}: ${PROXY_SECRET}\r\n`]) {
        client.write(`GET / HTTP/1.1\r\nhost: x\r\n${header}\r\n`)
        expect(String((await once(client, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 /)
      }
      listeners.push(held.listenerCount('close'))
    }
    expect(new Set(listeners).size).toBe(1)
  })

  it('gives a place back with the answer, not with the connection of the proxy', async () => {
    const { ask } = await serve({ total: 100, perAddress: 1 })
    const { socket } = await ask(PROXY, { client: '203.0.113.1', path: '/' })
    const request = 'GET / HTTP/1.1\r\nhost: x\r\nx-forwarded-for: 203.0.113.1\r\n\r\n'
    for (let time = 0; time < 3; time++) {
      socket.write(request)
      expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 /)
    }
    socket.write(request.repeat(20))
    socket.destroy()
    await expect.poll(async () => (await ask(PROXY, { client: '203.0.113.1', path: '/' })).status).toBe('200')
  })

  it('lets nothing through that comes from nowhere, since it was reset at once', async () => {
    const { server, port, addressOf } = await serve({ total: 1_000, perAddress: 1_000 })
    const seen: unknown[] = []
    server.prependListener('request', (request) => seen.push(addressOf(request)))
    server.prependListener('upgrade', (request) => seen.push(addressOf(request)))
    const closed = Array.from({ length: 100 }, async (_, index) => {
      const socket = connect(port, '127.0.0.1').on('error', () => {})
      await once(socket, 'connect')
      const upgrade = index % 2 ? 'connection: upgrade\r\nupgrade: websocket\r\n' : ''
      socket.write(`GET / HTTP/1.1\r\nhost: x\r\n${upgrade}\r\n`)
      socket.resetAndDestroy()
      await once(socket, 'close')
    })
    await Promise.all(closed)
    await expect.poll(() => openConnections(server)).toBe(0)
    expect(seen.filter((address) => address !== '127.0.0.1')).toEqual([])
  })

  it('survives who resets a connection while its WebSocket is refused', async () => {
    const { ask, statuses } = await serve({ total: 100, perAddress: 1 })
    await ask(PROXY, { client: '203.0.113.1' })
    for (let time = 0; time < 20; time++) {
      const { socket } = await ask(PROXY, { client: '203.0.113.1', upgrade: true })
      socket.resetAndDestroy()
    }
    expect(await statuses([PROXY, { client: '203.0.113.2' }])).toEqual(['200'])
  })

  it('closes a connection whose WebSocket was refused, though its client never does', async () => {
    const { ask, connection, server } = await serve({ total: 100, perAddress: 1 })
    const client = '203.0.113.1'
    await ask(PROXY, { client })
    const { status } = await ask(PROXY, { client, upgrade: true, on: connection(PROXY, true) })
    expect(status).toBe('429')
    await expect.poll(() => openConnections(server)).toBe(1)
  })

  it.each([
    ['named', { TRUSTED_PROXIES: [PROXY] }, undefined],
    ['that shows the secret', { TRUSTED_PROXIES: [], PROXY_SECRET }, PROXY_SECRET],
  ])('takes all at once what a proxy %s comes back with after a restart', async (_, trusted, secret) => {
    const { ask, connections } = await serve({ total: 100, perAddress: 2 }, trusted)
    const open = await connections(20, PROXY)
    const answers = open.map((on, index) =>
      ask(PROXY, { client: `203.0.113.${index}`, upgrade: true, on, ...(secret && { secret }) }),
    )
    expect(new Set((await Promise.all(answers)).map(({ status }) => status))).toEqual(new Set(['101']))
    expect(await refused()).toBe(0)
  })

  it('judges strangers by their first request where a proxy may show a secret, and lets one have half until then', async () => {
    const trusted = { TRUSTED_PROXIES: [], PROXY_SECRET }
    const { ask, statuses, connections } = await serve({ total: 10, perAddress: 2 }, trusted)
    const guess = { client: '203.0.113.1', secret: 'a guess' }
    expect(
      await statuses(['127.0.0.2'], ['127.0.0.2', guess], ['127.0.0.2'], ['127.0.0.2', { upgrade: true }]),
    ).toEqual(['200', '200', 'closed', 'closed'])
    const unasked = await connections(6, '127.0.0.3')
    const left: Socket[] = []
    for (const socket of unasked) socket.resume().once('close', () => left.push(socket))
    await expect.poll(() => left.length).toBe(1)
    expect((await ask('127.0.0.4')).status).toBe('200')
    expect(await refused()).toBe(3)
  })

  it('warns once of an address that it refuses and that says it speaks for others', async () => {
    const { statuses, lines } = await serve({ total: 100, perAddress: 1 }, { TRUSTED_PROXIES: [] })
    expect(await statuses(['127.0.0.2'], ['127.0.0.2'])).toEqual(['200', 'closed'])
    expect(lines).toEqual([])
    const client = '203.0.113.1'
    expect(await statuses(['127.0.0.3', { client }], ['127.0.0.3'], ['127.0.0.3'])).toEqual([
      '200',
      'closed',
      'closed',
    ])
    expect(lines).toEqual([expect.objectContaining({ network: '127.0.0.3', level: 'warn' })])
  })
})
