import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from '../logging/create-logger.ts'
import { countRequests } from '../metrics/count-requests.ts'
import type { Metrics } from '../metrics/create-metrics.ts'
import { currentRequestId, currentTraceparent, traceOfHeaders } from '../tracing/trace-context.ts'
import { type OpenSpan, withSpan } from '../tracing/with-span.ts'

export interface ObserverOptions {
  readonly logger: Logger
  readonly metrics: Metrics
  /** One of few names for a path: what is counted by it must not grow with what strangers ask for. */
  routeOf(path: string): string
  /** Whether an answer without fault is worth a line at `info`; other lines are `debug`. */
  isNotable?(request: IncomingMessage, route: string): boolean
}

/** Answers a request inside its trace, and when it has ended feeds log, metrics and traces together. */
export type ObserveRequest = (
  request: IncomingMessage,
  response: ServerResponse,
  answer: () => unknown,
) => void

/** nginx's status for a client that left before its answer was whole. */
const CLIENT_LEFT = 499

/**
 * For a program whose requests are few and heavy. The caller's trace is taken, or one begins here; its id goes back as
 * `x-request-id`, and on the request, so that a proxy hands it on.
 */
export function observeRequests(options: ObserverOptions): ObserveRequest {
  const { logger, routeOf, isNotable = () => false } = options
  const counted = countRequests(options.metrics)
  return (request, response, answer) => {
    const path = request.url?.split('?', 1)[0] ?? '/'
    const route = routeOf(path)
    const method = request.method ?? 'GET'
    const started = performance.now()
    counted.started()

    function ended(span: OpenSpan): void {
      const status = response.writableFinished ? response.statusCode : CLIENT_LEFT
      const seconds = (performance.now() - started) / 1_000
      counted.ended({ route, method, status, seconds })
      span.set({ 'http.response.status_code': status })
      if (status >= 500) span.fail(String(status))
      const level = status >= 500 ? 'warn' : isNotable(request, route) ? 'info' : 'debug'
      if (logger.isLevelEnabled(level))
        logger[level]({ method, route, status, ms: Math.round(seconds * 1_000) }, 'request answered')
    }

    const parent = traceOfHeaders(request.headers)
    const attributes = { 'http.request.method': method, 'http.route': route }
    void withSpan(
      `${method} ${route}`,
      { parent, kind: 'server', attributes },
      (span) =>
        new Promise<void>((resolve) => {
          response.setHeader('x-request-id', currentRequestId())
          request.headers.traceparent = currentTraceparent()
          response.once('close', () => resolve(ended(span)))
          answer()
        }),
    )
  }
}
