import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createLogger } from '../logging/create-logger.ts'
import { startTracing } from './start-tracing.ts'
import { newTrace } from './trace-context.ts'
import { withSpan } from './with-span.ts'

const logger = createLogger('test', { level: 'silent' })
const RATIO = { OTEL_TRACES_SAMPLER_ARG: 1 }

interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string
  readonly name: string
  readonly status: { readonly code: number; readonly message?: string }
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[]
}
interface Exported {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[]
}

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections()
})

/** Takes traces by OTLP/HTTP in JSON. */
async function collect() {
  const spans: Span[] = []
  const keys: unknown[] = []
  const server = createServer(async (request, response) => {
    keys.push(request.headers['x-key'])
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString('utf8')) as Exported
    for (const { scopeSpans } of body.resourceSpans)
      for (const scope of scopeSpans) spans.push(...scope.spans)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { spans, keys, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const sdkIsLoaded = () =>
  Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes('@opentelemetry/sdk-trace'))

describe('startTracing', () => {
  it('loads no OpenTelemetry where no collector is named, and work is done all the same', async () => {
    const tracing = await startTracing('test', RATIO, logger)
    expect(await withSpan('work', {}, async () => 42)).toBe(42)
    await tracing.close()
    expect(sdkIsLoaded()).toBe(false)
  })

  it('sends every span of a trace, each below its parent, with how it ended', async () => {
    const { spans, keys, endpoint } = await collect()
    const tracing = await startTracing(
      'test',
      { ...RATIO, OTEL_EXPORTER_OTLP_ENDPOINT: `${endpoint}/`, OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b' },
      logger,
    )
    const caller = newTrace()
    const failing = withSpan('request', { parent: caller, kind: 'server' }, () =>
      withSpan('task', { attributes: { 'marquee.task': 'encode', absent: undefined } }, async () => {
        throw new TypeError('password hunter2')
      }),
    )
    await expect(failing).rejects.toThrow(TypeError)
    await tracing.close()
    const [task, request] = spans
    expect(request).toMatchObject({ name: 'request', traceId: caller.traceId, parentSpanId: caller.spanId })
    expect(task).toMatchObject({
      name: 'task',
      traceId: caller.traceId,
      parentSpanId: request?.spanId,
      status: { code: 2, message: 'TypeError' },
    })
    expect(task?.attributes).toContainEqual({ key: 'marquee.task', value: { stringValue: 'encode' } })
    expect(JSON.stringify(spans)).not.toContain('hunter2')
    expect(keys).toEqual(['a b'])
    expect(sdkIsLoaded()).toBe(true)
  })

  it('exports the part of all traces that it is told, whatever a caller wants', async () => {
    const { spans, endpoint } = await collect()
    const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: 0 }
    const tracing = await startTracing('test', settings, logger)
    await withSpan('request', { parent: newTrace() }, async () => 1)
    await tracing.close()
    expect(spans).toEqual([])
  })
})
