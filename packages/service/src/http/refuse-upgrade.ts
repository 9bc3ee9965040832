import type { Duplex } from 'node:stream'

/**
 * Answers an upgrade with a status (`404 Not Found`) and header lines, and closes the connection even where its client
 * never does: Node watches over no connection any more that it has handed over for an upgrade.
 */
export function refuseUpgrade(socket: Duplex, status: string, ...headers: readonly string[]): void {
  const close = () => socket.destroy()
  // Behind an earlier answer that nobody takes this one is never sent; the idle bound of the server still runs.
  socket.once('finish', close).once('timeout', close)
  socket.end(
    [`HTTP/1.1 ${status}`, 'Connection: close', 'Content-Length: 0', ...headers, '', ''].join('\r\n'),
  )
}
