import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import {
  answerOperations,
  type ConnectionLimits,
  createBoundedServer,
  currentTrace,
  type Health,
  type Logger,
  limitConnections,
  type Metrics,
  namedTrace,
  newTrace,
  runInTrace,
  withSpan,
} from '@marquee/service'
import { createAuthorize } from './delivery/authorize.ts'
import { deliver } from './delivery/deliver.ts'
import { createDeliveryEvents } from './delivery/delivery-events.ts'
import type { FileKind } from './delivery/file-kinds.ts'
import type { DeliveryStore } from './delivery/open-object.ts'
import type { DenialList } from './denials/denial-list.ts'
import { createGrowingStreams, GROWTH_PACE, type GrowthPace } from './growth/growing-streams.ts'
import { createHotObjects } from './hot/hot-objects.ts'
import { PREFLIGHT_HEADERS } from './http/cors-headers.ts'
import type { DeliveryErrorCode, DeliveryFailure } from './http/delivery-error.ts'
import { oneAtATime } from './http/one-at-a-time.ts'
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
  /** Milliseconds in which a request must have come whole: one that trickles in holds a connection for no longer. */
  readonly requestTimeoutMs?: number
  /** What of valid tokens is refused; by default nothing. */
  readonly denials?: Pick<DenialList, 'refuses'>
  /** Bytes of memory for what is asked for again and again; 0 for none. */
  readonly hotBytes?: number
  /** How often a revision that grows is looked at, and how long what is to come is waited for. */
  readonly growthPace?: GrowthPace
  readonly connections?: ConnectionLimits
}

/** What became of a request, for log and metrics. */
interface Ending {
  readonly kind?: FileKind
  readonly code?: DeliveryErrorCode
  readonly cut?: boolean
  readonly requestId?: string
}

/**
 * The delivery origin: /v/<token>/… for players and CDNs, /healthz, /readyz, /metrics for operators. Not
 * listening yet.
 */
export function createEdgeServer(settings: EdgeSettings): Server {
  const { logger, metrics, now = () => new Date(), storeTimeoutMs = 10_000 } = settings
  const events = createDeliveryEvents(logger, metrics)
  const { store, secret, denials = NOTHING_DENIED, hotBytes = 0, requestTimeoutMs = 10_000 } = settings
  const hot = createHotObjects({ store, capacity: hotBytes, now, timeoutMs: storeTimeoutMs })
  const { growthPace: pace = GROWTH_PACE } = settings
  const growing = createGrowingStreams({ store, logger, timeoutMs: storeTimeoutMs, pace })
  const authorize = createAuthorize({ secret, denials, now })
  const delivery = { store, hot, growing, authorize, now, storeTimeoutMs }

  // Nobody sends it a body: headers are all of a request.
  const server = createBoundedServer({
    headersMs: requestTimeoutMs,
    requestMs: requestTimeoutMs,
    idleMs: settings.idleTimeoutMs ?? 60_000,
  })
  if (settings.connections) limitConnections(server, { limits: settings.connections, metrics })
  server.on('request', oneAtATime(handle))
  return server

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Draining: the connection closes behind this answer. So it does behind a request with a body, which nobody reads: where
    // it ends must not be a question between us and a cache before us.
    if (!server.listening || hasBody(request)) response.shouldKeepAlive = false
    const isDelivery = request.url?.startsWith('/v/')
    if (!isDelivery && (await answerOperations(settings, request, response))) return
    const started = performance.now()
    const sentBefore = request.socket.bytesWritten
    events.started()
    const { kind = 'none', cut = false, ...ending } = await answerTraced(request, response)
    events.ended({
      kind,
      method: request.method ?? 'GET',
      status: response.statusCode,
      cut,
      ...ending,
      bytes: request.socket.bytesWritten - sentBefore,
      durationMs: Math.round(performance.now() - started),
    })
  }

  /** Nearly all requests name no trace, and bytes that are on their way need none: it would cost them something. */
  function answerTraced(request: IncomingMessage, response: ServerResponse): Promise<Ending> {
    const work = () => answer(request, response).catch((err: unknown) => endAbruptly(response, err))
    const parent = namedTrace(request.headers)
    if (!parent) return work()
    response.setHeader('x-request-id', parent.traceId)
    return withSpan('GET /v', { parent, kind: 'server' }, async (span) => {
      const ending = await work()
      span.set({ 'http.response.status_code': response.statusCode, 'marquee.file.kind': ending.kind })
      if (response.statusCode >= 500) span.fail(ending.code ?? 'cut')
      return ending
    })
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<Ending> {
    if (request.method === 'OPTIONS') {
      response.writeHead(204, PREFLIGHT_HEADERS).end()
      return {}
    }
    const outcome =
      request.method === 'GET' || request.method === 'HEAD'
        ? await deliver(delivery, request, response)
        : METHOD_NOT_ALLOWED
    return 'code' in outcome ? fail(response, outcome) : outcome
  }

  /** What went wrong has an id, under which the log knows it. */
  function fail(response: ServerResponse, failure: DeliveryFailure, err?: unknown): Ending {
    const trace = currentTrace() ?? newTrace()
    if (!response.headersSent) response.setHeader('x-request-id', trace.traceId)
    if (err !== undefined) runInTrace(trace, () => logger.error({ err }, 'a request failed unexpectedly'))
    sendFailure(response, failure)
    return { code: failure.code, requestId: trace.traceId }
  }

  function endAbruptly(response: ServerResponse, err: unknown): Ending {
    if (response.destroyed || response.headersSent) {
      response.destroy()
      return { cut: true }
    }
    return fail(response, { code: 'INTERNAL' }, err)
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'
}

const NOTHING_DENIED = { refuses: () => false }

const METHOD_NOT_ALLOWED: DeliveryFailure = {
  code: 'METHOD_NOT_ALLOWED',
  headers: { allow: 'GET, HEAD, OPTIONS' },
}
