import { once } from 'node:events'
import type { Server } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { createObjectStoreServer, type RequestEvent } from '../object-store/create-server.ts'
import { claimFolder } from '../object-store/disk/claim-folder.ts'
import { createBucketFolders, openDisk } from '../object-store/disk/open-disk.ts'
import { keepApplying } from '../object-store/lifecycle/keep-applying.ts'
import { describeError, log } from '../object-store/log.ts'
import { type Operations, openOperations } from '../object-store/open-operations.ts'
import { type ObjectStoreSettings, readSettings, SettingsError } from '../object-store/read-settings.ts'

/**
 * Buffers pass through and die young: without room to grow, the young generation is swept before they pile up.
 * 75 MB resident under load instead of 120. (`--max-semi-space-size` is not heeded once V8 runs.)
 */
const KEEP_YOUNG_GENERATION_SMALL = '--semi-space-growth-factor=1'

/** Requests that are under way at SIGTERM get this long. */
const DRAIN_MS = 8_000

async function main(): Promise<void> {
  setFlagsFromString(KEEP_YOUNG_GENERATION_SMALL)
  const settings = readSettings(process.env)
  await claimFolder(settings.data)
  const { disk, swept } = await openDisk(settings.data)
  for (const bucket of settings.buckets) await createBucketFolders(disk, bucket)
  const operations = settings.healthPort
    ? await openOperations({ ...settings, port: settings.healthPort })
    : undefined
  const server = createObjectStoreServer({
    ...settings,
    disk,
    ...(operations && { onStart: operations.requestStarted }),
    onRequest(event) {
      operations?.requestEnded(event)
      logRequest(settings, event)
    },
  })
  server.listen(settings.port, settings.host)
  await once(server, 'listening')
  const stopLifecycle = keepApplying({
    disk,
    dayMs: settings.dayMs,
    onRound: (outcome) => log('info', 'lifecycle', outcome),
    onError: (error) => log('error', 'lifecycle failed', { err: describeError(error) }),
  })
  drainOn(server, ['SIGTERM', 'SIGINT'], stopLifecycle, operations)
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  log('info', 'ready', { port, data: settings.data, buckets: settings.buckets, swept })
}

function logRequest({ logsRequests }: ObjectStoreSettings, { error, ...event }: RequestEvent): void {
  if (error !== undefined) log('error', 'request failed', { ...event, err: describeError(error) })
  else if (event.status >= 400 || logsRequests) log('info', 'request', event)
}

function drainOn(
  server: Server,
  signals: NodeJS.Signals[],
  stopLifecycle: () => void,
  operations: Operations | undefined,
): void {
  const drain = () => {
    log('info', 'draining')
    operations?.drain()
    stopLifecycle()
    server.close(() => process.exit(0))
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref()
  }
  for (const signal of signals) process.once(signal, drain)
}

main().catch((error: unknown) => {
  if (error instanceof SettingsError) log('error', error.message, { problems: error.problems })
  else log('error', 'could not start', { err: describeError(error) })
  process.exit(1)
})
