import { createServer } from 'node:http'
import path from 'node:path'
import type { Duplex } from 'node:stream'
import next from 'next'
import { drainServer } from './src/drain-server.ts'
import { readEnvironment } from './src/environment.ts'
import { answerHealth } from './src/health.ts'
import { log } from './src/log.ts'
import { createClientNaming } from './src/name-client.ts'
import { renderDocument } from './src/page-status.ts'
import { createApiProxy, isApiPath } from './src/proxy-api.ts'
import { secure } from './src/security-headers.ts'

const dev = process.argv.includes('--dev')
process.env.NEXT_TELEMETRY_DISABLED = '1'
Object.assign(process.env, { NODE_ENV: dev ? 'development' : 'production' })

// Next is CommonJS: at run time its default import is the function itself, which its types do not say under nodenext.
const createApp = next as unknown as typeof next.default

const environment = readEnvironment(process.env)
const server = createServer()
const app = createApp({
  dev,
  dir: path.resolve(import.meta.dirname, '..'),
  httpServer: server,
  port: environment.WEB_PORT,
})
await app.prepare()
const render = app.getRequestHandler()
const hotReload = app.getUpgradeHandler()
const api = createApiProxy(environment.API_INTERNAL_URL)
const nameClient = createClientNaming(environment)

server.on('request', (request, response) => {
  const url = request.url ?? '/'
  nameClient(request)
  if (isApiPath(url)) return api.http(request, response)
  if (answerHealth(url, response, environment.API_INTERNAL_URL)) return
  secure(request, response, environment, dev)
  renderDocument(request, response, () => render(request, response)).catch((error: unknown) => {
    log('error', 'page failed', { url, error: String(error) })
    if (!response.headersSent) response.statusCode = 500
    response.end()
  })
})

const upgraded = new Set<Duplex>()

server.on('upgrade', (request, socket, head) => {
  upgraded.add(socket)
  socket.once('close', () => upgraded.delete(socket))
  nameClient(request)
  if (isApiPath(request.url ?? '')) return api.upgrade(request, socket, head)
  if (!dev) return socket.destroy()
  hotReload(request, socket, head).catch(() => socket.destroy())
})

server.listen({ port: environment.WEB_PORT, host: environment.LISTEN_HOST }, () => {
  const address = server.address()
  log('info', 'ready', { port: typeof address === 'object' ? address?.port : environment.WEB_PORT, dev })
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void drain())

/** Answers what is open, takes nothing new, then leaves with 0. */
async function drain(): Promise<void> {
  log('info', 'draining')
  await drainServer(server, upgraded, environment.DRAIN_SECONDS * 1_000)
  process.exit(0)
}
