import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { answerOperations, type Health, type Logger, type Metrics } from '@marquee/service'
import { deliver } from './delivery/deliver.ts'
import { createDeliveryEvents } from './delivery/delivery-events.ts'
import type { FileKind } from './delivery/file-kinds.ts'
import type { DeliveryStore } from './delivery/open-object.ts'
import { PREFLIGHT_HEADERS } from './http/cors-headers.ts'
import type { DeliveryErrorCode, DeliveryFailure } from './http/delivery-error.ts'
import { sendFailure } from './http/send-failure.ts'

export interface EdgeSettings {
  /** Of the transcoded bucket. */
  readonly store: DeliveryStore
  /** PLAYBACK_SECRET. */
  readonly secret: string
  readonly logger: Logger
  readonly health: Health
  readonly metrics: Metrics
  readonly now?: () => Date
  /** Milliseconds until the store must have begun to answer. */
  readonly storeTimeoutMs?: number
  /** Milliseconds without a byte moving after which a connection is closed. */
  readonly idleTimeoutMs?: number
}

/** What became of a request, for log and metrics. */
interface Ending {
  readonly kind?: FileKind
  readonly code?: DeliveryErrorCode
  readonly cut?: boolean
}

/**
 * The delivery origin: /v/<token>/… for players and CDNs, /healthz, /readyz, /metrics for operators. Not
 * listening yet.
 */
export function createEdgeServer(settings: EdgeSettings): Server {
  const { logger, metrics, now = () => new Date(), storeTimeoutMs = 10_000 } = settings
  const events = createDeliveryEvents(logger, metrics)
  const delivery = { store: settings.store, secret: settings.secret, now, storeTimeoutMs }

  const server = createServer(async (request, response) => {
    if (await answerOperations(settings, request, response)) return
    const started = performance.now()
    const sentBefore = request.socket.bytesWritten
    events.started()
    const ending = await answer(request, response).catch((err: unknown) => endAbruptly(response, err))
    events.ended({
      kind: ending.kind ?? 'none',
      status: response.statusCode,
      cut: ending.cut ?? false,
      ...(ending.code ? { code: ending.code } : {}),
      bytes: request.socket.bytesWritten - sentBefore,
      durationMs: Math.round(performance.now() - started),
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<Ending> {
    if (request.method === 'OPTIONS') {
      response.writeHead(204, PREFLIGHT_HEADERS).end()
      return {}
    }
    const outcome =
      request.method === 'GET' || request.method === 'HEAD'
        ? await deliver(delivery, request, response)
        : METHOD_NOT_ALLOWED
    if ('code' in outcome) sendFailure(response, outcome)
    return outcome
  }

  function endAbruptly(response: ServerResponse, err: unknown): Ending {
    if (response.destroyed || response.headersSent) {
      response.destroy()
      return { cut: true }
    }
    logger.error({ err }, 'a request failed unexpectedly')
    sendFailure(response, { code: 'INTERNAL' })
    return { code: 'INTERNAL' }
  }

  // Longer than the 60 s after which common balancers drop an idle connection, so that they, not we, close it.
  server.keepAliveTimeout = 65_000
  server.headersTimeout = 10_000
  server.requestTimeout = 10_000
  server.timeout = settings.idleTimeoutMs ?? 60_000
  return server
}

const METHOD_NOT_ALLOWED: DeliveryFailure = {
  code: 'METHOD_NOT_ALLOWED',
  headers: { allow: 'GET, HEAD, OPTIONS' },
}
