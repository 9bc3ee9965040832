import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Logger } from '@marquee/service'
import { GraphQLError, type GraphQLSchema, parse, specifiedRules, validate } from 'graphql'
import type { Context as SocketContext } from 'graphql-ws'
import { type Extra, useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import type { Context } from '../schema/index.ts'
import type { ApiMetrics } from './count-operations.ts'
import { MAX_TOKENS, OPERATION_LIMITS } from './limit-operations.ts'
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
  readonly schema: GraphQLSchema
  readonly origins: readonly string[]
  readonly logger: Logger
  readonly metrics: ApiMetrics
  /** Who asks, by the headers of the upgrade and the connection's parameters. */
  contextOf(headers: Headers): Promise<Context>
}

export interface Subscriptions {
  /** Tells every client to come back later (1001), and takes no more. */
  close(): Promise<void>
}

/** graphql-transport-ws at /graphql of an HTTP server. */
export function serveSubscriptions(options: SubscriptionsOptions): Subscriptions {
  const { httpServer, schema, logger, metrics } = options
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES })
  const served = useServer<Record<string, unknown>, Record<PropertyKey, never>>(
    {
      schema,
      parse: (source) => parse(source, { maxTokens: MAX_TOKENS }),
      validate: (served, document) => validate(served, document, [...specifiedRules, ...OPERATION_LIMITS]),
      context: (socket) => options.contextOf(credentialsOf(socket)),
      onSubscribe: ({ subscriptions }) =>
        Object.keys(subscriptions).length > MAX_SUBSCRIPTIONS ? [tooMany()] : undefined,
      onOperation: () => metrics.subscriptionOpened(),
      onComplete: () => metrics.subscriptionClosed(),
      onNext: (_, id, _payload, args, result) =>
        result.errors && {
          ...result,
          errors: result.errors.map((error) =>
            maskError(nameRefusal(error), requestIdOf(args.contextValue, id), logger),
          ),
        },
      onError: (_, id, _payload, errors) => errors.map((error) => maskError(nameRefusal(error), id, logger)),
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

/** graphql-js gives what it refuses before execution no code; what it refuses has no path and no cause. */
function nameRefusal(error: unknown): unknown {
  const bare = error instanceof GraphQLError && !error.path && !error.originalError && !error.extensions.code
  if (!bare) return error
  return new GraphQLError(error.message, { ...error, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })
}

function tooMany(): GraphQLError {
  return new GraphQLError(`At most ${MAX_SUBSCRIPTIONS} operations at once on one connection.`, {
    extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' },
  })
}

function requestIdOf(context: unknown, fallback: string): string {
  return (context as Context | undefined)?.requestId ?? fallback
}
