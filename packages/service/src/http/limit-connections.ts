import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { ClientAddresses } from '../addresses/client-address.ts'
import { networkOf } from '../addresses/network-of.ts'
import type { Logger } from '../logging/create-logger.ts'
import type { Metrics } from '../metrics/create-metrics.ts'
import { countPlaces, type LeavePlace, type Places } from './count-places.ts'
import { refuseUpgrade } from './refuse-upgrade.ts'
import { warnOfUnknownProxies } from './warn-of-unknown-proxies.ts'

export interface ConnectionLimits {
  /** Of the whole process. */
  readonly total: number
  /** Of one client address; of an IPv6 client's /64, which is what one household has. */
  readonly perAddress: number
}

export interface LimitOptions {
  readonly limits: ConnectionLimits
  readonly metrics: Metrics
  /** Where some come through a proxy of ours: who that is. Else each connection is its client's. */
  readonly proxies?: { readonly clients: ClientAddresses; readonly logger: Logger }
}

/** To be asked before anything is done for a request, and before a connection becomes a WebSocket. */
export interface Admission {
  /** False where the client has too many: that has been answered, or its connection closed. */
  request(request: IncomingMessage, response: ServerResponse): boolean
  upgrade(request: IncomingMessage, socket: Duplex): boolean
}

/**
 * Bounds what one client may hold, and all of them together: one must not take all of a process, and a process not all of
 * a machine. A connection beyond the bound is closed as soon as it is made, before it costs a parser's work.
 *
 * A proxy of ours holds no place by its connections: what comes through them takes a place of the client it is for, each
 * request until it is answered and each WebSocket until it ends. A proxy that shows a secret is known by its first request
 * only, so that where there may be one each connection is judged by that. Until then one address may have half of all:
 * after a restart the web server comes back with the sockets of all its viewers at once.
 */
export function limitConnections(server: Server, options: LimitOptions): Admission {
  const { limits, metrics, proxies } = options
  const clients = proxies?.clients
  const unknownProxies = proxies && warnOfUnknownProxies(proxies.logger)
  const places = countPlaces(limits.perAddress)
  const unasked = countPlaces(Math.max(limits.perAddress, Math.ceil(limits.total / 2)))
  /** Of connections that count for whoever made them. */
  const held = new WeakMap<Duplex, { readonly among: Places; readonly leave: LeavePlace }>()
  const refusals = metrics.counter({
    name: 'marquee_http_refused_connections_total',
    help: 'Connections, and requests through a proxy, refused because their client or all had too many.',
  })

  server.maxConnections = limits.total
  server.on('drop', () => refusals.inc())
  server.on('connection', (socket: Socket) => {
    // Reset before it was taken: what it said can still be read, but it comes from nowhere, and nobody waits for an answer.
    if (socket.remoteAddress === undefined) socket.destroy()
    else if (!clients?.isProxy(socket.remoteAddress))
      hold(socket, networkOf(socket.remoteAddress), clients?.mayShowSecret ? unasked : places)
  })

  /** Has a connection hold a place until it closes; one that finds none is closed. */
  function hold(socket: Duplex, network: string, among: Places): boolean {
    const holds = held.get(socket)
    if (holds?.among === among) return true
    holds?.leave()
    const leave = socket.destroyed ? undefined : among.take(network)
    if (leave) {
      socket.once('close', leave)
      const leaveEarly = () => {
        socket.off('close', leave)
        leave()
      }
      held.set(socket, { among, leave: leaveEarly })
    } else if (!socket.destroyed) {
      refusals.inc()
      unknownProxies?.refused(network)
      socket.destroy()
    }
    return leave !== undefined
  }

  /** A place of the client for whom a proxy asks, which holds none itself. */
  function placeBehind(request: IncomingMessage, { addressOf }: ClientAddresses): LeavePlace | undefined {
    held.get(request.socket)?.leave()
    held.delete(request.socket)
    return places.take(networkOf(addressOf(request)))
  }

  function admitStranger(request: IncomingMessage): boolean {
    const network = networkOf(request.socket.remoteAddress ?? '')
    unknownProxies?.note(request, network)
    return hold(request.socket, network, places)
  }

  return {
    request(request, response) {
      if (!clients?.isFromProxy(request)) return admitStranger(request)
      const leave = placeBehind(request, clients)
      if (leave) leaveAfter(response, request.socket, leave)
      else refuse(response)
      return leave !== undefined
    },
    upgrade(request, socket) {
      // Node takes its own listener away before it hands the connection over: an error without one ends the process.
      socket.on('error', () => socket.destroy())
      if (!clients?.isFromProxy(request)) return admitStranger(request)
      const leave = placeBehind(request, clients)
      if (leave) socket.once('close', leave)
      else {
        refusals.inc()
        refuseUpgrade(socket, '429 Too Many Requests', `Retry-After: ${RETRY_AFTER_S}`)
      }
      return leave !== undefined
    },
  }

  function refuse(response: ServerResponse): void {
    refusals.inc()
    response.writeHead(429, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(REFUSAL),
      'cache-control': 'no-store',
      'retry-after': RETRY_AFTER_S,
    })
    response.end(REFUSAL)
  }
}

/** An answer that still waits its turn on a connection is told nothing when that one closes. */
function leaveAfter(response: ServerResponse, socket: Socket, leave: LeavePlace): void {
  const end = () => {
    response.off('close', end)
    socket.off('close', end)
    leave()
  }
  response.once('close', end)
  socket.once('close', end)
}

const RETRY_AFTER_S = '1'

/** What a client is told that has too many requests or WebSockets open through a proxy; a direct one is closed without a word. */
export const TOO_MANY_CONNECTIONS = {
  code: 'TOO_MANY_CONNECTIONS',
  message: 'Too much is open from your network at once. Wait a moment, then try again.',
} as const
/** For whoever reads codes of sign-in, and for whoever reads answers of GraphQL. */
const REFUSAL = JSON.stringify({
  ...TOO_MANY_CONNECTIONS,
  errors: [{ message: TOO_MANY_CONNECTIONS.message, extensions: { code: TOO_MANY_CONNECTIONS.code } }],
})
