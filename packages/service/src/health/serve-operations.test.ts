import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createMetrics } from '../metrics/create-metrics.ts'
import { answerOperations } from './answer-operations.ts'
import { createHealth, type HealthCheck } from './create-health.ts'
import { type OperationsServer, serveOperations } from './serve-operations.ts'

let server: OperationsServer | undefined
afterEach(async () => server?.close())

async function serve(checks: Record<string, HealthCheck>, optional: Record<string, HealthCheck> = {}) {
  const health = createHealth({ checks, optional, timeoutMs: 50, freshMs: 0 })
  const metrics = createMetrics('test')
  server = await serveOperations({ port: 0, health, metrics })
  const base = `http://127.0.0.1:${server.port}`
  return { health, metrics, get: (path: string) => fetch(`${base}${path}`) }
}

describe('serveOperations', () => {
  it('is alive and ready when every dependency answers', async () => {
    const { get } = await serve({ postgres: async () => 1, redis: async () => 'PONG' })
    expect((await get('/healthz')).status).toBe(200)
    const ready = await get('/readyz')
    expect(ready.status).toBe(200)
    expect(await ready.json()).toMatchObject({
      status: 'ready',
      checks: { postgres: { ok: true }, redis: { ok: true } },
    })
  })

  it('is alive but not ready before it has started, and names what is away', async () => {
    let hasStarted = false
    const checks = { redis: () => (hasStarted ? Promise.resolve() : Promise.reject(new Error('away'))) }
    const health = createHealth({ checks, freshMs: 0, isStarted: () => hasStarted })
    server = await serveOperations({ port: 0, health, metrics: createMetrics('test') })
    const get = (path: string) => fetch(`http://127.0.0.1:${server?.port}${path}`)
    expect((await get('/healthz')).status).toBe(200)
    const starting = await get('/readyz')
    expect(starting.status).toBe(503)
    expect(await starting.json()).toMatchObject({ status: 'starting', checks: { redis: { ok: false } } })
    hasStarted = true
    expect((await get('/readyz')).status).toBe(200)
  })

  it('stays alive, and names the dependency that fails or never answers, without its message', async () => {
    const { get } = await serve({
      postgres: async () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7')),
      redis: () => new Promise(() => {}),
      storage: async () => 1,
    })
    const ready = await get('/readyz')
    expect(ready.status).toBe(503)
    const text = await ready.text()
    expect(JSON.parse(text)).toMatchObject({
      status: 'unready',
      checks: { postgres: { ok: false }, redis: { ok: false }, storage: { ok: true } },
    })
    expect(text).not.toContain('10.0.0.7')
    expect((await get('/healthz')).status).toBe(200)
  })

  it('may be asked though something is away that it does its work without', async () => {
    const { get } = await serve(
      { storage: async () => 1 },
      { denials: async () => Promise.reject(new Error('away')) },
    )
    const ready = await get('/readyz')
    expect(ready.status).toBe(200)
    expect(await ready.json()).toMatchObject({
      status: 'degraded',
      checks: { storage: { ok: true }, denials: { ok: false } },
    })
  })

  it('lets a balancer choose what it must not go on without', async () => {
    const { get } = await serve({
      postgres: async () => 1,
      cache: async () => Promise.reject(new Error('away')),
    })
    expect((await get('/readyz')).status).toBe(503)
    const reads = await get('/readyz?only=postgres')
    expect(reads.status).toBe(200)
    expect(await reads.json()).toMatchObject({ status: 'ready', checks: { postgres: { ok: true } } })
    expect((await get('/readyz?only=postgres,cache')).status).toBe(503)
    expect((await get('/readyz?only=postgers')).status).toBe(503)
  })

  it('is not ready while it drains', async () => {
    const { get, health } = await serve({})
    health.drain()
    const ready = await get('/readyz')
    expect(ready.status).toBe(503)
    expect(await ready.json()).toMatchObject({ status: 'draining' })
  })

  it('exposes metrics with the program as a label, and nothing else', async () => {
    const { get, metrics } = await serve({})
    metrics.counter({ name: 'views_total', help: 'Views.' }).inc(2)
    const text = await (await get('/metrics')).text()
    expect(text).toContain('views_total{program="test"} 2')
    expect(text).toContain('process_resident_memory_bytes')
    expect((await get('/')).status).toBe(404)
  })
})

describe('answerOperations on a public port', () => {
  it('shows metrics to this machine, and to nobody for whom a proxy asks', async () => {
    const operations = { health: createHealth({ checks: {} }), metrics: createMetrics('test') }
    const open = createServer(async (request, response) => {
      if (!(await answerOperations(operations, request, response))) response.writeHead(404).end()
    })
    await once(open.listen(0, '127.0.0.1'), 'listening')
    const url = `http://127.0.0.1:${(open.address() as AddressInfo).port}/metrics`
    expect((await fetch(url)).status).toBe(200)
    expect((await fetch(url, { headers: { 'x-forwarded-for': '203.0.113.7' } })).status).toBe(404)
    open.closeAllConnections()
    open.close()
  })
})
