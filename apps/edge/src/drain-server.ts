import type { Server } from 'node:http'

/**
 * Closes the port, lets every running answer end, and closes each connection behind its answer. When the
 * signal fires, what still runs is cut.
 */
export function drainServer(server: Server, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    // A connection that was busy when the port closed becomes idle later, and nothing else would close it.
    const sweep = setInterval(() => server.closeIdleConnections(), 100)
    const cut = () => server.closeAllConnections()
    signal.addEventListener('abort', cut, { once: true })
    server.close(() => {
      clearInterval(sweep)
      signal.removeEventListener('abort', cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}
