import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'

/** How often connections that have become idle are looked for: Node has no event for it. */
const LOOK_EVERY_MS = 50

/**
 * Closes the port and lets every running answer end. Connections that were upgraded are cut at once, since their
 * browsers come back to another server by themselves; what still runs after `withinMs` is cut as well.
 */
export async function drainServer(
  server: Server,
  upgraded: Iterable<Duplex>,
  withinMs: number,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  for (const socket of upgraded) socket.destroy()
  const sweep = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS)
  const forced = setTimeout(() => server.closeAllConnections(), withinMs)
  await closed
  clearInterval(sweep)
  clearTimeout(forced)
}
