import type { IncomingMessage } from 'node:http'
import { createClientAddress, PROXY_SECRET_HEADER, type TrustedProxies } from '@marquee/service'

/**
 * Has a request say whom it comes from, for what hands it on to the API: `X-Forwarded-For` becomes that one address, so
 * that nothing a client claims goes on, and PROXY_SECRET lets the API believe it.
 */
export function createClientNaming(environment: TrustedProxies): (request: IncomingMessage) => void {
  const addressOf = createClientAddress(environment)
  return (request) => {
    const address = addressOf(request)
    request.headers['x-forwarded-for'] = address
    delete request.headers[PROXY_SECRET_HEADER]
    if (environment.PROXY_SECRET) request.headers[PROXY_SECRET_HEADER] = environment.PROXY_SECRET
  }
}
