import type { Metrics } from './create-metrics.ts'

export interface CountedRequest {
  /** One of few. */
  readonly route: string
  readonly method: string
  readonly status: number
  readonly seconds: number
}

export interface RequestCounter {
  started(): void
  ended(request: CountedRequest): void
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])
/** Seconds. Segments of a slow viewer take long, and are no fault. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60]

/** The same three metrics in every program that answers HTTP. */
export function countRequests(metrics: Metrics): RequestCounter {
  const requests = metrics.counter({
    name: 'marquee_http_requests_total',
    help: 'Requests that were answered. 499: the client left first.',
    labelNames: ['route', 'method', 'status'],
  })
  const seconds = metrics.histogram({
    name: 'marquee_http_request_seconds',
    help: 'From a request to the end of its answer.',
    labelNames: ['route'],
    buckets: BUCKETS,
  })
  const open = metrics.gauge({ name: 'marquee_http_open_requests', help: 'Requests being answered.' })
  return {
    started: () => open.inc(),
    ended(request) {
      open.dec()
      const method = METHODS.has(request.method) ? request.method : 'other'
      requests.inc({ route: request.route, method, status: request.status })
      seconds.observe({ route: request.route }, request.seconds)
    },
  }
}
