import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type Admission, type Logger, refuseUpgrade, runInTrace, traceOfHeaders } from '@marquee/service'
import { GraphQLError } from 'graphql'
import type { Context as SocketContext } from 'graphql-ws'
import { type Extra, useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import type { SessionWatch } from '../accounts/index.ts'
import { type Context, RequestRefused } from '../schema/index.ts'
import type { ApiMetrics } from './count-operations.ts'
import type { AdmitOperation, Caller } from './graphql/admit-operation.ts'
import { withCode } from './graphql/read-documents.ts'
import { maskError } from './mask-errors.ts'
import { currentRequestId } from './request-id.ts'

const PATH = '/graphql'
/** Bytes of one message; our largest operation has 4,000. */
const MAX_MESSAGE_BYTES = 65_536
/** Operations at once on one socket. */
const MAX_SUBSCRIPTIONS = 100
const PING_MS = 12_000
/**
 * «Forbidden» of graphql-transport-ws: its clients connect again where they may, then as strangers. After 4401 they would
 * give up.
 */
const SIGNED_OUT = 4403

type Socket = SocketContext<Record<string, unknown>, Extra>

export interface SubscriptionsOptions {
  readonly httpServer: Server
  /** Whether a client may have one more connection; one that may not has been refused. */
  readonly admitUpgrade: Admission['upgrade']
  readonly admit: AdmitOperation
  readonly origins: readonly string[]
  readonly logger: Logger
  readonly metrics: ApiMetrics
  readonly sessions: SessionWatch
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
  const bound = new WeakSet<Socket>()
  const bindToSession = (socket: Socket, { viewer }: Caller) => {
    if (!viewer || bound.has(socket)) return
    bound.add(socket)
    const wire = socket.extra.socket
    const release = options.sessions.keep(viewer.session, { end: () => wire.close(SIGNED_OUT, 'Signed out') })
    wire.once('close', release)
  }
  /** The ids under which the log knows what was refused. */
  const refusedUnder = new WeakMap<GraphQLError, string>()
  const refuse = (errors: readonly GraphQLError[]) => {
    for (const error of errors) refusedUnder.set(error, currentRequestId())
    return errors
  }
  const served = useServer<Record<string, unknown>, Record<PropertyKey, never>>(
    {
      async onSubscribe(socket, _id, payload) {
        if (Object.keys(socket.subscriptions).length > MAX_SUBSCRIPTIONS) return [tooMany()]
        const { request } = socket.extra
        return runInTrace(traceOfHeaders(request.headers), async () => {
          try {
            const caller = await options.callerOf(request, credentialsOf(socket))
            bindToSession(socket, caller)
            const admission = await admit({ ...payload, transport: 'socket' }, caller)
            return 'document' in admission ? admission : refuse(admission)
          } catch (error) {
            // Thrown on, it would close the socket with its message, and end what others in the page follow.
            return refuse([new GraphQLError('failed', { originalError: toError(error) })])
          }
        })
      },
      onOperation: () => metrics.subscriptionOpened(),
      onComplete: () => metrics.subscriptionClosed(),
      onNext: (_, _id, _payload, args, { errors, ...result }) => {
        const { cost, requestId } = args.contextValue as Context
        return {
          ...result,
          ...(errors ? { errors: errors.map((error) => maskError(error, requestId, logger)) } : {}),
          // Of a subscription every event says what was paid once, when it began.
          extensions: { ...result.extensions, cost },
        }
      },
      onError: (_, id, _payload, errors) =>
        errors.map((error) => maskError(nameMisfit(error), refusedUnder.get(error) ?? id, logger)),
    },
    sockets,
    PING_MS,
  )
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!options.admitUpgrade(request, socket)) return
    const refusal = refusalOf(request, options.origins)
    if (refusal) refuseUpgrade(socket, refusal)
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
function refusalOf(request: IncomingMessage, origins: readonly string[]): string | null {
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
