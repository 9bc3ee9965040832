import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Metrics } from '../metrics/create-metrics.ts'
import type { Health } from './create-health.ts'

export interface Operations {
  readonly health: Health
  readonly metrics?: Metrics
  /** The port is the operators' own: /metrics is for whoever reaches it. */
  readonly isPrivate?: boolean
}

/**
 * Answers GET and HEAD of /healthz (the process is alive), /readyz (200, or 503 with the checks by name) and
 * /metrics (Prometheus text; on a public port to this machine only). Resolves to whether the request was one of
 * these; express requests fit too.
 */
export async function answerOperations(
  operations: Operations,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  switch (request.url?.split('?', 1)[0]) {
    case '/healthz':
      sendJson(response, 200, { status: 'alive' })
      return true
    case '/readyz': {
      const report = await operations.health.readiness()
      sendJson(response, report.status === 'ready' ? 200 : 503, report)
      return true
    }
    case '/metrics': {
      if (!operations.metrics || !(operations.isPrivate || isFromHere(request))) return false
      const { registry } = operations.metrics
      send(response, 200, registry.contentType, await registry.metrics())
      return true
    }
    default:
      return false
  }
}

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** Asked by a program of this machine for itself, not by a proxy for somebody else. */
function isFromHere({ headers, socket }: IncomingMessage): boolean {
  const forwarded = headers['x-forwarded-for'] ?? headers.forwarded ?? headers.via
  return forwarded === undefined && LOOPBACK.has(socket.remoteAddress ?? '')
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json; charset=utf-8', `${JSON.stringify(body)}\n`)
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  })
  response.end(body)
}
