import { assertMigrated } from '@marquee/schema/migrate'
import {
  crashOnUncaught,
  createLogger,
  createMetrics,
  onShutdown,
  readEnvironment,
  serveOperations,
  startTracing,
} from '@marquee/service'
import { watchQueues } from '../observability/watch-queues.ts'
import { workerEnvironment } from '../program/environment.ts'
import { closeServices, openServices } from '../program/open-services.ts'
import { startRoles } from '../program/start-roles.ts'
import { watchHealth } from '../program/watch-health.ts'

const environment = readEnvironment(workerEnvironment)
const logger = createLogger('worker', { level: environment.LOG_LEVEL })
crashOnUncaught(logger)
const tracing = await startTracing('worker', environment, logger)
const metrics = createMetrics('worker')

await assertMigrated(environment.DATABASE_URL)
const services = openServices(environment, logger, metrics)
if (environment.WORKER_ROLES.includes('dispatch')) watchQueues(metrics, services)
let hasStarted = false
const health = watchHealth(services, environment.WORKER_ROLES, () => hasStarted)
const operations = environment.WORKER_HEALTH_PORT
  ? await serveOperations({
      health,
      metrics,
      port: environment.WORKER_HEALTH_PORT,
      host: environment.LISTEN_HOST,
    })
  : undefined
const roles = await startRoles(services, environment)
hasStarted = true

onShutdown({
  logger,
  boundMs: environment.DRAIN_SECONDS * 1_000,
  steps: [
    { name: 'say so', run: () => health.drain() },
    { name: 'give tasks back', run: () => roles.stop() },
    { name: 'disconnect', run: () => closeServices(services) },
    { name: 'send traces', run: () => tracing.close() },
    { name: 'close health', run: () => operations?.close() },
  ],
})
logger.info({ roles: environment.WORKER_ROLES, healthPort: operations?.port }, 'ready')
