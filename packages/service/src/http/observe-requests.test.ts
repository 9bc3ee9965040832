import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createLogger } from '../logging/create-logger.ts'
import { createMetrics } from '../metrics/create-metrics.ts'
import { currentRequestId } from '../tracing/trace-context.ts'
import { observeRequests } from './observe-requests.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections()
})

async function serve(answer: RequestListener) {
  const lines: Record<string, unknown>[] = []
  const written: (() => void)[] = []
  const destination = {
    write(line: string) {
      lines.push(JSON.parse(line) as Record<string, unknown>)
      for (const tell of written.splice(0)) tell()
    },
  }
  const metrics = createMetrics('test')
  const observe = observeRequests({
    logger: createLogger('test', { level: 'debug', destination }),
    metrics,
    routeOf: (path) => (path === '/graphql' ? '/graphql' : 'other'),
  })
  const server = createServer((request, response) =>
    observe(request, response, () => answer(request, response)),
  )
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const nextLine = () => new Promise<void>((resolve) => written.push(resolve))
  return { url, lines, metrics, nextLine }
}

describe('observeRequests', () => {
  it('answers with the request id, which is that of every line and of the caller', async () => {
    const { url, lines, metrics, nextLine } = await serve((_, response) => {
      setImmediate(() => response.end(currentRequestId()))
    })
    const line = nextLine()
    const answer = await fetch(`${url}/graphql?token=x`, {
      headers: { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` },
    })
    expect(answer.headers.get('x-request-id')).toBe(TRACE)
    expect(await answer.text()).toBe(TRACE)
    await line
    expect(lines).toMatchObject([
      {
        level: 'debug',
        requestId: TRACE,
        method: 'GET',
        route: '/graphql',
        status: 200,
        msg: 'request answered',
      },
    ])
    expect(await metrics.registry.metrics()).toContain(
      'marquee_http_requests_total{route="/graphql",method="GET",status="200",program="test"} 1',
    )
  })

  it('says louder what failed, and counts paths that nobody knows together', async () => {
    const { url, lines, metrics, nextLine } = await serve((_, response) => {
      response.statusCode = 503
      response.end()
    })
    const line = nextLine()
    const { headers } = await fetch(`${url}/what/strangers/try`)
    await line
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/)
    expect(lines).toMatchObject([{ level: 'warn', route: 'other', status: 503 }])
    expect(await metrics.registry.metrics()).not.toContain('strangers')
  })

  it('counts a client that leaves as 499', async () => {
    const { url, lines, nextLine } = await serve((_, response) => response.write('half'))
    const line = nextLine()
    const abort = new AbortController()
    await fetch(url, { signal: abort.signal })
    abort.abort()
    await line
    expect(lines).toMatchObject([{ status: 499 }])
  })
})
