import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClientAddresses, createLogger, createMetrics, observeRequests } from '@marquee/service'
import { afterEach, describe, expect, it } from 'vitest'
import { createClientNaming } from './name-client.ts'
import { createApiProxy, isApiPath } from './proxy-api.ts'
import { routeOf } from './route-of.ts'

const logger = createLogger('web', { level: 'silent' })

describe('isApiPath', () => {
  it.each([
    ['/graphql', true],
    ['/graphql?query=x', true],
    ['/api/auth/sign-in/email', true],
    ['/graphqlx', false],
    ['/api/authority', false],
    ['/operator/queues/queue/dispatch', true],
    ['/operator', false],
    ['/', false],
  ])('says of %s: %s', (url, belongs) => {
    expect(isApiPath(url)).toBe(belongs)
  })
})

describe('createApiProxy', () => {
  const open: Server[] = []
  afterEach(async () => {
    for (const server of open.splice(0)) {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    }
  })

  const listen = async (server: Server): Promise<string> => {
    open.push(server)
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  it('hands a request on, says who asked whatever that one claims, and keeps the host', async () => {
    const api = await listen(
      createServer((request, response) => {
        const { host, 'x-forwarded-for': client, 'x-marquee-proxy': shown } = request.headers
        response.end(JSON.stringify({ host, client, shown }))
      }),
    )
    const proxy = createApiProxy(api, logger)
    const { addressOf } = createClientAddresses({ TRUSTED_PROXIES: [] })
    const nameClient = createClientNaming(addressOf, 'shown to the API')
    const web = await listen(
      createServer((request, response) => {
        nameClient(request)
        proxy.http(request, response)
      }),
    )
    const claims = { 'x-forwarded-for': '203.0.113.9', 'x-marquee-proxy': 'a guess' }
    const answer = await fetch(`${web}/graphql`, { headers: claims })
    expect(await answer.json()).toEqual({
      host: new URL(web).host,
      client: '127.0.0.1',
      shown: 'shown to the API',
    })
  })

  it('hands the trace on that a browser names, and answers with its id', async () => {
    const api = await listen(createServer((request, response) => response.end(request.headers.traceparent)))
    const proxy = createApiProxy(api, logger)
    const observe = observeRequests({ logger, metrics: createMetrics('web'), routeOf })
    const web = await listen(
      createServer((request, response) => observe(request, response, () => proxy.http(request, response))),
    )
    const id = '4bf92f3577b34da6a3ce929d0e0e4736'
    const named = { traceparent: `00-${id}-00f067aa0ba902b7-01` }
    const answer = await fetch(`${web}/graphql`, { headers: named })
    expect(await answer.text()).toContain(id)
    expect(answer.headers.get('x-request-id')).toBe(id)
    const nameless = await fetch(`${web}/graphql`)
    expect(await nameless.text()).toContain(nameless.headers.get('x-request-id'))
  })

  it('hands an upgrade on', async () => {
    const backend = createServer()
    backend.on('upgrade', (_request, socket) => {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nhello',
      )
      socket.end()
    })
    const proxy = createApiProxy(await listen(backend), logger)
    const front = createServer()
    front.on('upgrade', proxy.upgrade)
    const { port } = new URL(await listen(front))
    const { request } = await import('node:http')
    const heard = await new Promise<string>((resolve, reject) => {
      const asked = request({
        port,
        path: '/graphql',
        headers: { connection: 'Upgrade', upgrade: 'websocket' },
      })
      asked.on('upgrade', (_response, socket, head) => {
        socket.destroy()
        resolve(head.toString())
      })
      asked.on('error', reject)
      asked.end()
    })
    expect(heard).toBe('hello')
  })

  it('answers 502 with a code while the API is away', async () => {
    const proxy = createApiProxy('http://127.0.0.1:1', logger)
    const web = await listen(createServer(proxy.http))
    const response = await fetch(`${web}/graphql`)
    expect(response.status).toBe(502)
    expect(await response.json()).toMatchObject({ code: 'API_UNREACHABLE' })
  })
})
