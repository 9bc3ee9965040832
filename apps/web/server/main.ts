import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import {
  answerOperations,
  crashOnUncaught,
  createBoundedServer,
  createClientAddresses,
  createHealth,
  createLogger,
  createMetrics,
  drainServer,
  formatTraceparent,
  limitConnections,
  observeRequests,
  serveOperations,
  startTracing,
  traceOfHeaders,
} from '@marquee/service'
import next from 'next'
import { checkApi } from './src/check-api.ts'
import { readEnvironment } from './src/environment.ts'
import { createClientNaming } from './src/name-client.ts'
import { renderDocument } from './src/page-status.ts'
import { createApiProxy, isApiPath } from './src/proxy-api.ts'
import { routeOf } from './src/route-of.ts'
import { secure } from './src/security-headers.ts'

const dev = process.argv.includes('--dev')
process.env.NEXT_TELEMETRY_DISABLED = '1'
Object.assign(process.env, { NODE_ENV: dev ? 'development' : 'production' })

// Next is CommonJS: at run time its default import is the function itself, which its types do not say under nodenext.
const createApp = next as unknown as typeof next.default

const environment = readEnvironment(process.env)
const logger = createLogger('web', { level: environment.LOG_LEVEL })
crashOnUncaught(logger)
const tracing = await startTracing('web', environment, logger)
const metrics = createMetrics('web')
const health = createHealth({ logger, checks: { api: checkApi(environment.API_INTERNAL_URL) } })
const observe = observeRequests({ logger, metrics, routeOf })
// Nobody shows PROXY_SECRET to this server: it is what this one shows to the API.
const clients = createClientAddresses({ TRUSTED_PROXIES: environment.TRUSTED_PROXIES })
const server = createBoundedServer()
const admission = limitConnections(server, {
  limits: { total: environment.WEB_MAX_CONNECTIONS, perAddress: environment.WEB_MAX_CONNECTIONS_PER_ADDRESS },
  metrics,
  proxies: { clients, logger },
})
const app = createApp({
  dev,
  dir: path.resolve(import.meta.dirname, '..'),
  httpServer: server,
  port: environment.WEB_PORT,
})
await app.prepare()
const render = app.getRequestHandler()
const hotReload = app.getUpgradeHandler()
const api = createApiProxy(environment.API_INTERNAL_URL, logger)
const nameClient = createClientNaming(clients.addressOf, environment.PROXY_SECRET)

const operators = environment.WEB_HEALTH_PORT
  ? await serveOperations({
      health,
      metrics,
      port: environment.WEB_HEALTH_PORT,
      host: environment.LISTEN_HOST,
    })
  : undefined

server.on('request', async (request, response) => {
  if (!admission.request(request, response)) return
  // Before the client is named: whether a proxy asks for somebody is what its headers say.
  if (await answerOperations({ health, metrics }, request, response)) return
  nameClient(request)
  observe(request, response, () => answer(request, response))
})

function answer(request: IncomingMessage, response: ServerResponse): void {
  if (isApiPath(request.url ?? '/')) {
    api.http(request, response)
    return
  }
  secure(request, response, environment, dev)
  renderDocument(request, response, () => render(request, response)).catch((err: unknown) => {
    logger.error({ err, url: request.url }, 'a page failed')
    if (!response.headersSent) response.statusCode = 500
    response.end()
  })
}

server.on('upgrade', (request, socket, head) => {
  if (!admission.upgrade(request, socket)) return
  nameClient(request)
  request.headers.traceparent = formatTraceparent(traceOfHeaders(request.headers))
  if (isApiPath(request.url ?? '')) return api.upgrade(request, socket, head)
  if (!dev) return socket.destroy()
  hotReload(request, socket, head).catch(() => socket.destroy())
})

server.listen({ port: environment.WEB_PORT, host: environment.LISTEN_HOST }, () => {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : environment.WEB_PORT
  logger.info({ port, dev }, 'ready')
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void drain())

/** Answers what is open, takes nothing new, then leaves with 0. */
async function drain(): Promise<void> {
  logger.info('draining')
  health.drain()
  // Browsers open their WebSockets again by themselves, with another server.
  await drainServer(server, AbortSignal.timeout(environment.DRAIN_SECONDS * 1_000))
  await tracing.close()
  await operators?.close()
  process.exit(0)
}
