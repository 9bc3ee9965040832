import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Metrics } from '../metrics/create-metrics.ts'
import type { Health, HealthReport } from './create-health.ts'

export interface Operations {
  readonly health: Health
  readonly metrics?: Metrics
  /** The port is the operators' own: /metrics is for whoever reaches it. */
  readonly isPrivate?: boolean
}

/**
 * Answers GET and HEAD of /healthz (the process is alive), /readyz (200, or 503 with the checks by name; with
 * `?only=postgres,storage` these decide alone, for a balancer that must go on while the others are away) and /metrics (Prometheus text; on a public port to this machine only). Resolves to whether the request was one of
 * these; express requests fit too.
 */
export async function answerOperations(
  operations: Operations,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  const [path, query] = request.url?.split('?', 2) ?? []
  switch (path) {
    case '/healthz':
      sendJson(response, 200, { status: 'alive' })
      return true
    case '/readyz': {
      const report = chooseChecks(await operations.health.readiness(), new URLSearchParams(query).get('only'))
      sendJson(response, report.status === 'ready' || report.status === 'degraded' ? 200 : 503, report)
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

/** A name that no check has counts as one that failed: a misspelt one must not look well for ever. */
function chooseChecks(report: HealthReport, only: string | null): HealthReport {
  if (!only || report.status === 'draining' || report.status === 'starting') return report
  const names = only.split(',').map((name) => name.trim())
  const checks = Object.fromEntries(
    names.map((name) => [name, report.checks[name] ?? { ok: false, durationMs: 0 }]),
  )
  return { status: Object.values(checks).every(({ ok }) => ok) ? 'ready' : 'unready', checks }
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
