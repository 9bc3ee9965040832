import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type Logger, runInTrace, traceOfHeaders } from '@marquee/service'
import { GraphQLError } from 'graphql'
import type { Context as SocketContext } from 'graphql-ws'
import { type Extra, useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import { type Context, RequestRefused } from '../schema/index.ts'
import type { ApiMetrics } from './count-operations.ts'
import type { AdmitOperation, Caller } from './graphql/admit-operation.ts'
import { withCode } from './graphql/read-documents.ts'
import { maskError } from './mask-errors.ts'

const PATH = '/graphql'
/** Bytes of one message; our largest operation has 4,000. */
const MAX_MESSAGE_BYTES = 65_536
/** Operations at once on one socket. */
const MAX_SUBSCRIPTIONS = 100
const PING_MS = 12_000

type Socket = SocketContext<Record<string, unknown>, Extra>

export interface SubscriptionsOptions {
  readonly httpServer: Server
  readonly admit: AdmitOperation
  readonly origins: readonly string[]
  readonly logger: Logger
  readonly metrics: ApiMetrics
  /** Who asks, by the request of the upgrade and the credentials of the connection. */
  callerOf(request: IncomingMessage, headers: Headers): Promise<Caller>
}

export interface Subscriptions {
  /** Tells every client to come back later (1001), and takes no more. */
  close(): Promise<void>
}

/** graphql-transport-ws at /graphql of an HTTP server. */
export function serveSubscriptions(options: SubscriptionsOptions): Subscriptions {
  const { httpServer, admit, logger, metrics } = options
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES })
  const served = useServer<Record<string, unknown>, Record<PropertyKey, never>>(
    {
      async onSubscribe(socket, _id, payload) {
        if (Object.keys(socket.subscriptions).length > MAX_SUBSCRIPTIONS) return [tooMany()]
        const { request } = socket.extra
        return runInTrace(traceOfHeaders(request.headers), async () => {
          try {
            const caller = await options.callerOf(request, credentialsOf(socket))
            return await admit({ ...payload, transport: 'socket' }, caller)
          } catch (error) {
            // Thrown on, it would close the socket with its message, and end what others in the page follow.
            return [new GraphQLError('failed', { originalError: toError(error) })]
          }
        })
      },
      onOperation: () => metrics.subscriptionOpened(),
      onComplete: () => metrics.subscriptionClosed(),
      onNext: (_, id, _payload, args, result) =>
        result.errors && {
          ...result,
          errors: result.errors.map((error) => maskError(error, requestIdOf(args.contextValue, id), logger)),
        },
      onError: (_, id, _payload, errors) => errors.map((error) => maskError(nameMisfit(error), id, logger)),
    },
    sockets,
    PING_MS,
  )
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal = refuseUpgrade(request, options.origins)
    if (refusal) socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    else sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request))
  }
  httpServer.on('upgrade', onUpgrade)
  return {
    async close() {
      httpServer.off('upgrade', onUpgrade)
      await served.dispose()
    },
  }
}

/**
 * A browser sends cookies with an upgrade from any page and no CORS stops it, so a foreign Origin is refused.
 * Programs that are no browsers send none.
 */
function refuseUpgrade(request: IncomingMessage, origins: readonly string[]): string | null {
  if (request.url?.split('?', 1)[0] !== PATH) return '404 Not Found'
  const { origin } = request.headers
  return origin === undefined || origins.includes(origin) ? null : '403 Forbidden'
}

/** The cookie of the upgrade, or a bearer token in `connectionParams.authorization`, since browsers cannot set headers. */
function credentialsOf({ extra, connectionParams }: Socket): Headers {
  const headers = new Headers()
  const { cookie, authorization } = extra.request.headers
  const parameter = connectionParams?.authorization ?? connectionParams?.Authorization
  if (typeof parameter === 'string') headers.set('authorization', parameter)
  else if (authorization) headers.set('authorization', authorization)
  else if (cookie) headers.set('cookie', cookie)
  return headers
}

/** What fails before execution and has neither path nor cause is a variable that does not fit. */
function nameMisfit(error: GraphQLError): GraphQLError {
  return error.path || error.originalError ? error : withCode(error, 'BAD_USER_INPUT')
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

function tooMany(): RequestRefused {
  return new RequestRefused(
    'TOO_MANY_SUBSCRIPTIONS',
    `At most ${MAX_SUBSCRIPTIONS} operations at once on one connection.`,
  )
}

function requestIdOf(context: unknown, fallback: string): string {
  return (context as Context | undefined)?.requestId ?? fallback
}
