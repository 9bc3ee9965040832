import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { createServer, type Server, Socket } from 'node:net'
import { createProxyServer } from 'http-proxy-3'
import { choosePort, type Targets } from './choose-target.ts'
import { AUTHORITY_PATH, trustPage } from './trust-page.ts'

export interface FrontSettings {
  readonly targets: Targets
  /** PEM. */
  readonly certificate: string
  readonly key: string
  readonly authority: string
  readonly failed: (error: Error) => void
}

/** The first byte of a TLS record that begins a handshake (RFC 8446 section 5.1). */
const HANDSHAKE = 22
/** Who says nothing for this long is no browser. Milliseconds. */
const FIRST_BYTE_MS = 10_000

/**
 * The door to a home's network: one port, one certificate, one origin for pages, API, streams and uploads. Whoever comes
 * to the same port without HTTPS is told how to trust the certificate.
 */
export function createFront({ targets, certificate, key, authority, failed }: FrontSettings): Server {
  const proxy = createProxyServer({ xfwd: true, ws: true })
  const targetOf = (request: IncomingMessage) => ({
    target: `http://127.0.0.1:${choosePort(request.url ?? '/', targets)}`,
  })
  proxy.on('error', (error, _request, reply) => {
    failed(error)
    if (reply instanceof Socket) return void reply.destroy()
    if (!reply.headersSent) reply.writeHead(502, { 'content-type': 'text/plain' })
    reply.end('This part of Marquee does not answer. Try again shortly.\n')
  })

  const secure = createHttpsServer({ cert: certificate, key }, (request, response) =>
    proxy.web(request, response, targetOf(request)),
  )
  secure.on('upgrade', (request, socket, head) => proxy.ws(request, socket, head, targetOf(request)))
  // An upload's part takes as long as the network needs.
  secure.requestTimeout = 0
  const plain = createHttpServer((request, response) => answerPlainly(request, response, authority))

  return createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.setTimeout(FIRST_BYTE_MS, () => socket.destroy())
    socket.once('readable', () => {
      const first: Buffer | null = socket.read()
      if (!first) return socket.destroy()
      socket.setTimeout(0)
      socket.removeAllListeners('timeout')
      socket.unshift(first)
      const server = first[0] === HANDSHAKE ? secure : plain
      server.emit('connection', socket)
    })
  })
}

function answerPlainly(request: IncomingMessage, response: ServerResponse, authority: string): void {
  const isCertificate = request.url === AUTHORITY_PATH
  const body = isCertificate ? authority : trustPage(request.headers.host?.replace(/[^\w.:[\]-]/g, '') ?? '')
  response.writeHead(200, {
    'content-type': isCertificate ? 'application/x-x509-ca-cert' : 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    connection: 'close',
  })
  response.end(body)
}
