import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A span, as much of it as tests look at. Ids are hexadecimal; `parentId` is empty for a trace's first. */
export type CollectedSpan = {
  traceId: string
  spanId: string
  parentId: string
  name: string
  service: string
}

export type Collector = {
  /** What programs are told as OTEL_EXPORTER_OTLP_ENDPOINT. */
  endpoint: string
  /** What has come so far, in the order it came. */
  spans: readonly CollectedSpan[]
  /** Every request's body as it came, attributes and events included. */
  bodies: readonly string[]
  close(): void
}

type Attribute = { key: string; value: { stringValue?: string } }
type ExportRequest = {
  resourceSpans: {
    resource: { attributes: Attribute[] }
    scopeSpans: { spans: { traceId: string; spanId: string; parentSpanId?: string; name: string }[] }[]
  }[]
}

/** Takes traces by OTLP/HTTP in JSON, as a collector does: POST /v1/traces (OTLP 1.5, «OTLP/HTTP Request»). */
export async function startCollector(): Promise<Collector> {
  const spans: CollectedSpan[] = []
  const bodies: string[] = []
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray()
    if (request.method !== 'POST' || request.url !== '/v1/traces') {
      response.writeHead(404).end()
      return
    }
    const body = Buffer.concat(chunks).toString('utf8')
    bodies.push(body)
    spans.push(...readSpans(JSON.parse(body) as ExportRequest))
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    bodies,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function readSpans({ resourceSpans }: ExportRequest): CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const name = resource.attributes.find(({ key }) => key === 'service.name')
    const service = name?.value.stringValue ?? ''
    return scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        traceId: span.traceId,
        spanId: span.spanId,
        parentId: span.parentSpanId ?? '',
        name: span.name,
        service,
      })),
    )
  })
}
