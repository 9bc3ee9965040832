import type { IncomingMessage } from 'node:http'
import { type FindClientAddress, PROXY_SECRET_HEADER } from '@marquee/service'

/**
 * Has a request say whom it comes from, for what hands it on to the API: `X-Forwarded-For` becomes that one address, so
 * that nothing a client claims goes on, and PROXY_SECRET lets the API believe it.
 */
export function createClientNaming(
  addressOf: FindClientAddress,
  secret: string | undefined,
): (request: IncomingMessage) => void {
  return (request) => {
    request.headers['x-forwarded-for'] = addressOf(request)
    delete request.headers[PROXY_SECRET_HEADER]
    if (secret) request.headers[PROXY_SECRET_HEADER] = secret
  }
}
