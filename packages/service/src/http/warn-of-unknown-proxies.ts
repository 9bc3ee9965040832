import type { IncomingMessage } from 'node:http'
import type { Logger } from '../logging/create-logger.ts'

/** Who may have sent the header is anybody: the log must not fill with it. Milliseconds. */
const WARN_EVERY_MS = 3_600_000

export interface UnknownProxies {
  /** A request from a network that is no proxy of ours. */
  note(request: IncomingMessage, network: string): void
  /** A network had too many connections. */
  refused(network: string): void
}

/**
 * A balancer that nobody named makes one client of all who come through it, which shows only when they are many: whoever is
 * refused and says that it speaks for others gets one warning an hour that says what to set.
 */
export function warnOfUnknownProxies(logger: Logger): UnknownProxies {
  /** As long as a connection is open on which they said so. */
  const speaking = new Set<string>()
  let warnAgainAt = Number.NEGATIVE_INFINITY
  return {
    note({ headers, socket }, network) {
      if (headers['x-forwarded-for'] === undefined || speaking.has(network)) return
      speaking.add(network)
      socket.once('close', () => speaking.delete(network))
    },
    refused(network) {
      const now = performance.now()
      if (!speaking.has(network) || now < warnAgainAt) return
      warnAgainAt = now + WARN_EVERY_MS
      logger.warn(
        { network },
        'too many connections of one address that sends X-Forwarded-For and is not believed: all who come through it ' +
          'count as one client. Name a balancer in TRUSTED_PROXIES; give the web server and the API the same PROXY_SECRET',
      )
    },
  }
}
