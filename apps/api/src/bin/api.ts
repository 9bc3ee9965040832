import { assertMigrated } from '@marquee/schema/migrate'
import { crashOnUncaught, createLogger, onShutdown, readEnvironment, startTracing } from '@marquee/service'
import { apiEnvironment } from '../server/environment.ts'
import { startApi } from '../server/start-api.ts'

/** Milliseconds between saying «not ready» and closing the port, so that a balancer notices first. */
const DRAIN_NOTICE_MS = 250

const environment = readEnvironment(apiEnvironment)
const logger = createLogger('api', { level: environment.LOG_LEVEL })
crashOnUncaught(logger)
const tracing = await startTracing('api', environment, logger)

await assertMigrated(environment.DATABASE_URL)
const api = await startApi(environment, logger)
onShutdown({
  logger,
  boundMs: environment.DRAIN_SECONDS * 1_000,
  steps: [
    {
      name: 'drain',
      run: async () => {
        api.drain()
        await new Promise((resolve) => setTimeout(resolve, DRAIN_NOTICE_MS))
      },
    },
    { name: 'stop listening', run: (signal) => api.stopListening(signal) },
    { name: 'close', run: () => api.close() },
    { name: 'send traces', run: () => tracing.close() },
  ],
})
logger.info({ port: api.port, graphql: `${environment.PUBLIC_API_URL}/graphql` }, 'ready')
