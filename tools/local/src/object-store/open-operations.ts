import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import type { RequestEvent } from './create-server.ts'

/** The port for operators, and what is counted for it. */
export interface Operations {
  readonly port: number
  requestStarted(): void
  requestEnded(event: RequestEvent): void
  drain(): void
  close(): Promise<void>
}

/**
 * /healthz, /readyz and /metrics on a port of their own. What they need is loaded here and nowhere else, so that the
 * store by itself stands on Node alone and stays small.
 */
export async function openOperations(settings: {
  readonly port: number
  readonly host: string | undefined
  readonly data: string
}): Promise<Operations> {
  const { countRequests, createHealth, createMetrics, serveOperations } = await import('@marquee/service')
  const metrics = createMetrics('object-store')
  const requests = countRequests(metrics)
  const health = createHealth({
    checks: { disk: () => access(settings.data, constants.R_OK | constants.W_OK) },
  })
  const server = await serveOperations({ health, metrics, port: settings.port, host: settings.host })
  return {
    port: server.port,
    requestStarted: requests.started,
    requestEnded: ({ operation, method, status, milliseconds }) =>
      requests.ended({ route: operation, method, status, seconds: milliseconds / 1_000 }),
    drain: health.drain,
    close: server.close,
  }
}
