import type { Server } from 'node:http'
import type { Socket } from 'node:net'

const unasked = new WeakMap<Server, Set<Socket>>()

/**
 * Notes which connections have asked nothing yet: browsers open them in advance. Node counts them as busy, and no longer
 * times them once the port is closed, so that one would hold up the drain to its end. WebSockets are among them, which Node
 * hands over by another event.
 */
export function noteConnections(server: Server): void {
  const sockets = new Set<Socket>()
  unasked.set(server, sockets)
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('request', ({ socket }) => sockets.delete(socket))
}

/** Node has no event for a connection that becomes idle. */
const LOOK_EVERY_MS = 50

/**
 * Closes the port, lets every running answer end, and closes each connection behind its answer. WebSockets are cut: whoever
 * has better words for them says them before. When the signal fires, what still runs is cut.
 */
export function drainServer(server: Server, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    // A connection that was busy when the port closed becomes idle later, and nothing else would close it.
    const sweep = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS)
    const cut = () => server.closeAllConnections()
    signal.addEventListener('abort', cut, { once: true })
    server.close(() => {
      clearInterval(sweep)
      signal.removeEventListener('abort', cut)
      resolve()
    })
    server.closeIdleConnections()
    for (const socket of unasked.get(server) ?? []) socket.destroy()
  })
}
