import type { Logger, Metrics } from '@marquee/service'
import type { DeliveryErrorCode } from '../http/delivery-error.ts'
import type { FileKind } from './file-kinds.ts'

/** How a request ended. `cut`: the client or the store broke off behind the headers. */
export interface DeliveryOutcome {
  readonly status: number
  readonly kind: FileKind | 'none'
  readonly code?: DeliveryErrorCode
  readonly cut: boolean
  /** On the wire, headers included. */
  readonly bytes: number
  readonly durationMs: number
}

export interface DeliveryEvents {
  started(): void
  ended(outcome: DeliveryOutcome): void
}

/** Feeds log and metrics together, once a request. */
export function createDeliveryEvents(logger: Logger, metrics: Metrics): DeliveryEvents {
  const requests = metrics.counter({
    name: 'edge_requests_total',
    help: 'Answered requests.',
    labelNames: ['kind', 'status'],
  })
  const bytes = metrics.counter({
    name: 'edge_sent_bytes_total',
    help: 'Bytes sent, headers included.',
    labelNames: ['kind'],
  })
  const cuts = metrics.counter({ name: 'edge_cut_total', help: 'Answers that broke off.' })
  const open = metrics.gauge({ name: 'edge_open_requests', help: 'Requests being answered.' })
  const seconds = metrics.histogram({
    name: 'edge_request_seconds',
    help: 'From the request to its last byte.',
    labelNames: ['kind'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60],
  })
  return {
    started: () => open.inc(),
    ended({ kind, ...outcome }) {
      open.dec()
      requests.inc({ kind, status: String(outcome.status) })
      bytes.inc({ kind }, outcome.bytes)
      seconds.observe({ kind }, outcome.durationMs / 1000)
      if (outcome.cut) cuts.inc()
      logger[outcome.status >= 500 ? 'warn' : 'debug']({ kind, ...outcome }, 'answered')
    },
  }
}
