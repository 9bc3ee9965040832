import { countRequests, type Logger, type Metrics } from '@marquee/service'
import type { DeliveryErrorCode } from '../http/delivery-error.ts'
import type { FileKind } from './file-kinds.ts'

/** How a request ended. `cut`: the client or the store broke off behind the headers. */
export interface DeliveryOutcome {
  readonly method: string
  readonly status: number
  readonly kind: FileKind | 'none'
  readonly code?: DeliveryErrorCode
  readonly cut: boolean
  /** On the wire, headers included. */
  readonly bytes: number
  readonly durationMs: number
  readonly requestId?: string
}

export interface DeliveryEvents {
  started(): void
  ended(outcome: DeliveryOutcome): void
}

/** Feeds log and metrics together, once a request. */
export function createDeliveryEvents(logger: Logger, metrics: Metrics): DeliveryEvents {
  // What a file is stands for its route.
  const requests = countRequests(metrics)
  const bytes = metrics.counter({
    name: 'marquee_edge_sent_bytes_total',
    help: 'Bytes sent, headers included.',
    labelNames: ['kind'],
  })
  const cuts = metrics.counter({ name: 'marquee_edge_cut_total', help: 'Answers that broke off.' })
  return {
    started: requests.started,
    ended({ kind, ...outcome }) {
      const { method, status, durationMs } = outcome
      requests.ended({ route: kind, method, status, seconds: durationMs / 1000 })
      bytes.inc({ kind }, outcome.bytes)
      if (outcome.cut) cuts.inc()
      const level = status >= 500 && outcome.code !== 'STREAM_NOT_READY' ? 'warn' : 'debug'
      if (logger.isLevelEnabled(level)) logger[level]({ kind, ...outcome }, 'answered')
    },
  }
}
