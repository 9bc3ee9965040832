import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { FindClientAddress } from '../addresses/client-address.ts'
import { networkOf } from '../addresses/network-of.ts'
import type { Metrics } from '../metrics/create-metrics.ts'
import { countPlaces, type LeavePlace } from './count-places.ts'

export interface ConnectionLimits {
  /** Of the whole process. */
  readonly total: number
  /** Of one client address; of an IPv6 client's /64, which is what one household has. */
  readonly perAddress: number
}

export interface LimitOptions {
  readonly limits: ConnectionLimits
  readonly metrics: Metrics
  /** Whom a request comes from, where some come through a proxy of ours; else whoever connected. */
  readonly addressOf?: FindClientAddress
}

/** To be asked before anything is done for a request, and before a connection becomes a WebSocket. */
export interface Admission {
  /** False where the client has too many: that has been answered. */
  request(request: IncomingMessage, response: ServerResponse): boolean
  upgrade(request: IncomingMessage, socket: Duplex): boolean
}

/**
 * Bounds what one client may hold, and all of them together: one must not take all of a process, and a process not all of
 * a machine. A connection beyond the bound is closed as soon as it is made, before it costs a parser's work.
 *
 * A proxy of ours, known by the first request in which it is believed to speak for another, holds no place by its
 * connections: what comes through them takes a place of the client it is for, each request until it is answered and each
 * WebSocket until it ends.
 */
export function limitConnections(server: Server, options: LimitOptions): Admission {
  const { limits, metrics, addressOf } = options
  const places = countPlaces(limits.perAddress)
  /** Of connections that count for whoever made them. */
  const held = new WeakMap<Duplex, LeavePlace>()
  const proxies = new Set<string>()
  const refusals = metrics.counter({
    name: 'marquee_http_refused_connections_total',
    help: 'Connections, and requests through a proxy, refused because their client or all had too many.',
  })

  server.maxConnections = limits.total
  server.on('drop', () => refusals.inc())
  server.on('connection', (socket: Socket) => {
    // Reset before it was taken: what it said can still be read, but it comes from nowhere, and nobody waits for an answer.
    if (socket.remoteAddress === undefined) {
      socket.destroy()
      return
    }
    const address = networkOf(socket.remoteAddress)
    if (proxies.has(address)) return
    const leave = places.take(address)
    if (!leave) {
      refusals.inc()
      socket.destroy()
      return
    }
    held.set(socket, leave)
    socket.once('close', leave)
  })

  /** The place of what was asked; undefined where there is none left. */
  function placeOf(request: IncomingMessage): LeavePlace | undefined {
    const { socket } = request
    const nearest = socket.remoteAddress ?? ''
    const client = addressOf?.(request) ?? nearest
    if (client !== nearest) {
      proxies.add(networkOf(nearest))
      held.get(socket)?.()
      held.delete(socket)
    }
    return held.has(socket) ? COUNTED_ALREADY : places.take(networkOf(client))
  }

  return {
    request(request, response) {
      const leave = placeOf(request)
      if (leave === COUNTED_ALREADY) return true
      if (leave) leaveAfter(response, request.socket, leave)
      else refuse(response)
      return leave !== undefined
    },
    upgrade(request, socket) {
      // Node takes its own listener away before it hands the connection over: an error without one ends the process.
      socket.on('error', () => socket.destroy())
      const leave = placeOf(request)
      if (leave) socket.once('close', leave)
      else refuseUpgrade(socket)
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

  function refuseUpgrade(socket: Duplex): void {
    refusals.inc()
    socket.end(
      `HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\nContent-Length: 0\r\nRetry-After: ${RETRY_AFTER_S}\r\n\r\n`,
    )
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

const COUNTED_ALREADY: LeavePlace = () => {}
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
