import type { ServerResponse } from 'node:http'
import { CORS_HEADERS } from './cors-headers.ts'
import { DELIVERY_ERRORS, type DeliveryFailure, failureCacheControl } from './delivery-error.ts'

/** `{"code","message"}` with the code's status. Behind a started answer it can only cut the connection. */
export function sendFailure(response: ServerResponse, { code, headers }: DeliveryFailure): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const { status, message } = DELIVERY_ERRORS[code]
  const body = `${JSON.stringify({ code, message })}\n`
  response.writeHead(status, {
    ...CORS_HEADERS,
    ...headers,
    'cache-control': failureCacheControl(status),
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}
