import { createServer } from 'node:net'

/** Hosts whose listener would answer a client of `127.0.0.1` or `localhost`. */
const HOSTS = ['127.0.0.1', '0.0.0.0', '::'] as const

/** True when `port` can be bound on the loopback address and on every address, IPv4 and IPv6. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of HOSTS) {
    if (!(await canBind(port, host))) return false
  }
  return true
}

function canBind(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    // A machine without IPv6 refuses '::' for a reason that is not the port's.
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
