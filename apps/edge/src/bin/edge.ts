#!/usr/bin/env node
import {
  crashOnUncaught,
  createHealth,
  createLogger,
  createMetrics,
  drainServer,
  onShutdown,
  serveOperations,
  startTracing,
} from '@marquee/service'
import { createS3Reader, createS3Store } from '@marquee/storage'
import { createEdgeServer } from '../create-edge-server.ts'
import { createDenialList } from '../denials/denial-list.ts'
import { followDenials } from '../denials/follow-denials.ts'
import { readEdgeEnvironment } from '../read-edge-environment.ts'

/** A slow viewer holds one until somebody else needs it, and with it 0.5 MB resident (measured with 200 stalled). */
const MAX_STORE_CONNECTIONS = 500

const env = readEdgeEnvironment()
const logger = createLogger('edge', { level: env.LOG_LEVEL })
crashOnUncaught(logger)
const tracing = await startTracing('edge', env, logger)

const bucket = {
  endpoint: env.S3_ENDPOINT,
  region: env.S3_REGION,
  bucket: env.S3_BUCKET_TRANSCODED,
  credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY },
  maxSockets: MAX_STORE_CONNECTIONS,
}
const store = createS3Store(bucket)
const reader = createS3Reader(bucket)
const metrics = createMetrics('edge')
const denials = createDenialList({ now: () => new Date() })
const following = env.CACHE_REDIS_URL ? followDenials(env.CACHE_REDIS_URL, denials, logger) : undefined
if (!following)
  logger.warn('CACHE_REDIS_URL is not set: what becomes private stays watchable until its address expires')
const health = createHealth({
  logger,
  checks: { storage: (signal) => store.check({ signal }) },
  ...(following && { optional: { denials: following.check } }),
})
const server = createEdgeServer({
  store: reader,
  secret: env.PLAYBACK_SECRET,
  logger,
  health,
  metrics,
  denials,
  hotBytes: env.EDGE_MEMORY_MB * 2 ** 20,
  connections: { total: env.EDGE_MAX_CONNECTIONS, perAddress: env.EDGE_MAX_CONNECTIONS_PER_ADDRESS },
})
await following?.started
const operators = env.EDGE_HEALTH_PORT
  ? await serveOperations({ health, metrics, port: env.EDGE_HEALTH_PORT, host: env.LISTEN_HOST })
  : undefined

server.once('error', (err) => {
  logger.fatal({ err, port: env.EDGE_PORT }, 'cannot listen')
  process.exit(1)
})
server.listen({ port: env.EDGE_PORT, host: env.LISTEN_HOST }, () =>
  logger.info({ port: env.EDGE_PORT }, 'ready'),
)

onShutdown({
  logger,
  boundMs: env.DRAIN_SECONDS * 1_000,
  steps: [
    { name: 'say not ready', run: () => health.drain() },
    { name: 'finish answers', run: (signal) => drainServer(server, signal) },
    { name: 'stop following denials', run: () => following?.close() },
    { name: 'close the store', run: () => closeStore() },
    { name: 'send traces', run: () => tracing.close() },
    { name: 'close health', run: () => operators?.close() },
  ],
})

function closeStore(): void {
  reader.close()
  store.close()
}
