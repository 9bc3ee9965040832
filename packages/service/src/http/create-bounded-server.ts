import { createServer, type Server } from 'node:http'
import { noteConnections } from './drain-server.ts'

/** How long a server waits for its clients. Milliseconds. */
export interface Patience {
  /** In which the headers of a request must have come. */
  readonly headersMs: number
  /** In which a request must have come whole. */
  readonly requestMs: number
  /** Without a byte moving, after which a connection is closed. WebSockets are not meant: they have pings. */
  readonly idleMs: number
}

/** A path, cookies and what browsers add are half of it. Bytes. */
const MAX_HEADER_SIZE = 16_384
/** Node looks for requests that take too long this often; its own 30 s would triple our bounds. Milliseconds. */
const LOOK_EVERY_MS = 1_000
/** Longer than the 60 s after which common balancers drop an idle connection, so that they, not we, close it. */
const KEEP_ALIVE_MS = 65_000

/**
 * What a server of pages and answers waits for: bodies have at most 256 kB, which a poor mobile network sends within it, and
 * no answer is thought about for as long as the idle bound.
 */
const PATIENCE: Patience = { headersMs: 10_000, requestMs: 30_000, idleMs: 120_000 }

/** An HTTP server that nobody holds up by sending slowly, by reading nothing, or by saying nothing. Not listening yet. */
export function createBoundedServer({ headersMs, requestMs, idleMs }: Patience = PATIENCE): Server {
  const server = createServer({
    maxHeaderSize: MAX_HEADER_SIZE,
    connectionsCheckingInterval: Math.min(LOOK_EVERY_MS, headersMs),
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
  })
  server.timeout = idleMs
  noteConnections(server)
  return server
}
