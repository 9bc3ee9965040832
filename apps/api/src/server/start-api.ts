import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { IdSource } from '@marquee/domain'
import { REGISTERED_DOCUMENTS } from '@marquee/schema/documents'
import {
  createBoundedServer,
  createClientAddresses,
  createHealth,
  createMetrics,
  drainServer,
  type Logger,
  limitConnections,
  observeRequests,
  serveOperations,
} from '@marquee/service'
import { createMailer, createSignIn } from '../accounts/index.ts'
import { createBudgets } from '../limits/index.ts'
import { serveQueueBoard } from '../operations/index.ts'
import { shareReads } from '../schema/index.ts'
import { assembleSchema } from './assemble-schema.ts'
import { countOperations } from './count-operations.ts'
import { createApp } from './create-app.ts'
import { createServices } from './create-services.ts'
import type { ApiEnvironment } from './environment.ts'
import { type Caller, createAdmission } from './graphql/admit-operation.ts'
import { createExecutor } from './graphql/execute-admitted.ts'
import { keepAnswers } from './graphql/keep-answers.ts'
import { serveGraphql } from './graphql/serve-graphql.ts'
import { shareAnswers } from './graphql/share-answers.ts'
import { currentRequestId } from './request-id.ts'
import { routeOf } from './route-of.ts'
import { serveSubscriptions } from './serve-subscriptions.ts'
import { toWebHeaders } from './to-web-headers.ts'
import { trustedOrigins } from './trusted-origins.ts'

export interface RunningApi {
  /** The port it listens on, which differs from API_PORT when that was 0. */
  readonly port: number
  readonly ids: IdSource
  /** What a balancer is told from now on: send nothing more. */
  drain(): void
  /** Says goodbye to subscribers and lets requests under way finish; those that still run when the signal fires are cut. */
  stopListening(signal?: AbortSignal): Promise<void>
  /** Lets go of the database, Redis and the object store. */
  close(): Promise<void>
}

/** The whole API, listening. `patienceMs` stands in for how long budgets and objects wait for Redis. */
export async function startApi(
  environment: ApiEnvironment,
  logger: Logger,
  { patienceMs }: { readonly patienceMs?: number } = {},
): Promise<RunningApi> {
  const registry = createMetrics('api')
  const metrics = countOperations(registry, logger)
  const { services, queues, sessions, cache, checks, optional, close } = await createServices(
    environment,
    logger,
    metrics,
    patienceMs,
  )
  const origins = trustedOrigins([environment.PUBLIC_WEB_URL, environment.PUBLIC_API_URL])
  const mailer = createMailer({
    smtpUrl: environment.SMTP_URL,
    from: environment.MAIL_FROM,
    secret: environment.AUTH_SECRET,
    database: services.database,
    ids: services.ids,
    logger,
  })
  const signIn = createSignIn({
    database: services.database,
    ids: services.ids,
    secret: environment.AUTH_SECRET,
    publicUrl: environment.PUBLIC_WEB_URL,
    origins,
    demo: environment.MARQUEE_DEMO,
    metadata: services.metadata,
    cache,
    mailer,
    sessionsEnded: services.sessionsEnded,
    localMailbox: environment.SMTP_URL === undefined,
    logger,
  })
  /** Most requests are strangers': nothing is made for them. */
  const viewerOf = async (request: IncomingMessage, credentials?: Headers) => {
    const { cookie, authorization } = request.headers
    if (!credentials && cookie === undefined && authorization === undefined) return null
    return signIn.viewerOf(credentials ?? toWebHeaders(request))
  }
  const clients = createClientAddresses(environment)
  const callerOf = async (request: IncomingMessage, credentials?: Headers): Promise<Caller> => ({
    requestId: currentRequestId(),
    viewer: await viewerOf(request, credentials),
    address: clients.addressOf(request),
    services,
  })

  const schema = assembleSchema()
  const health = createHealth({ checks, optional, logger })
  const admit = createAdmission({
    schema,
    limits: { account: environment.API_ACCOUNT_BUDGET, address: environment.API_ADDRESS_BUDGET },
    spendBudget: createBudgets(cache, logger, patienceMs),
    introspection: environment.API_INTROSPECTION,
    freeDocuments: environment.API_FREE_DOCUMENTS,
    registered: REGISTERED_DOCUMENTS,
  })
  const executor = await createExecutor(schema, logger)
  const shareLatest = shareReads<string | undefined>()
  const graphql = serveGraphql({
    admit,
    execute: keepAnswers(shareAnswers(executor.execute)),
    latestChange: () => shareLatest('latest', services.metadata.latestChange),
    logger,
    metrics,
    callerOf,
  })
  const operations = { health, metrics: registry }
  const operators = environment.API_HEALTH_PORT
    ? await serveOperations({
        ...operations,
        port: environment.API_HEALTH_PORT,
        host: environment.LISTEN_HOST,
      })
    : undefined
  const observe = observeRequests({
    logger,
    metrics: registry,
    routeOf,
    // GraphQL's operations have lines of their own; of signing in there is no other.
    isNotable: ({ method }, route) => route === '/api/auth' && method === 'POST',
  })
  const app = createApp({
    ...{ origins, operations, observe, logger, graphql, addressOf: clients.addressOf },
    signIn: signIn.handle,
    queueBoard: serveQueueBoard(queues, viewerOf),
  })
  const httpServer = createBoundedServer()
  const admission = limitConnections(httpServer, {
    limits: {
      total: environment.API_MAX_CONNECTIONS,
      perAddress: environment.API_MAX_CONNECTIONS_PER_ADDRESS,
    },
    metrics: registry,
    proxies: { clients, logger },
  })
  httpServer.on('request', (request, response) => {
    if (admission.request(request, response)) app(request, response)
  })
  const subscriptions = serveSubscriptions({
    httpServer,
    admitUpgrade: admission.upgrade,
    admit,
    origins,
    logger,
    metrics,
    sessions,
    callerOf,
  })
  await new Promise<void>((resolve, reject) => {
    httpServer.once('error', reject)
    httpServer.listen({ port: environment.API_PORT, host: environment.LISTEN_HOST }, resolve)
  })
  return {
    port: (httpServer.address() as AddressInfo).port,
    ids: services.ids,
    drain: () => health.drain(),
    async stopListening(signal = new AbortController().signal) {
      await subscriptions.close()
      await drainServer(httpServer, signal)
      await executor.stop()
    },
    async close() {
      await operators?.close()
      await mailer.close()
      await close()
    },
  }
}
