import type { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Logger } from '@marquee/service'
import { createProxyServer } from 'http-proxy-3'

const TREES = ['/api/auth', '/operator/queues']

/** Whether a path belongs to the API: GraphQL, over HTTP and WebSocket, signing in, and the board of the raw queues. */
export function isApiPath(url: string): boolean {
  const path = url.split('?', 1)[0] ?? ''
  return path === '/graphql' || TREES.some((tree) => path === tree || path.startsWith(`${tree}/`))
}

export type ApiProxy = {
  http: (request: IncomingMessage, response: ServerResponse) => void
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

/**
 * Hands the API's paths on, so that browsers see one origin; requests name their client already (`createClientNaming`).
 * An API that does not answer becomes a 502 with a code.
 */
export function createApiProxy(target: string, logger: Logger): ApiProxy {
  const proxy = createProxyServer({ target, ws: true })
  proxy.on('error', (error, _request, reply) => {
    logger.warn({ err: error }, 'the API does not answer')
    if (reply instanceof Socket) {
      reply.destroy()
      return
    }
    if (!reply.headersSent) reply.writeHead(502, { 'content-type': 'application/json' })
    reply.end(
      JSON.stringify({ code: 'API_UNREACHABLE', message: 'The API does not answer. Try again shortly.' }),
    )
  })
  return {
    http: (request, response) => proxy.web(request, response),
    upgrade: (request, socket, head) => proxy.ws(request, socket, head),
  }
}
