import type { ServerResponse } from 'node:http'
import type { Logger } from '@marquee/service'
import { maskError } from './mask-errors.ts'
import { currentRequestId } from './request-id.ts'

/** When to come back to an API whose database is away; it is asked anew at each request. */
const RETRY_AFTER_S = 2

/** What failed before GraphQL could answer: a body that is too long or in an unknown encoding, or a fault of ours. */
export function answerFailure(logger: Logger, error: unknown, response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const status = clientStatus(error)
  if (status) {
    const extensions = { code: 'BAD_REQUEST', requestId: currentRequestId() }
    send(response, status, { message: (error as Error).message, extensions })
    return
  }
  const masked = maskError(error, currentRequestId(), logger)
  const passes = masked.extensions?.code === 'SERVICE_UNAVAILABLE'
  if (passes) response.setHeader('retry-after', RETRY_AFTER_S)
  send(response, passes ? 503 : 500, masked)
}

function send(response: ServerResponse, status: number, error: object): void {
  response.statusCode = status
  response.setHeader('content-type', 'application/json; charset=utf-8')
  response.end(JSON.stringify({ errors: [error] }))
}

/** body-parser's errors carry a status from 400 to 499 and `expose`; null for anything else. */
function clientStatus(error: unknown): number | null {
  if (!(error instanceof Error) || !('status' in error) || !('expose' in error)) return null
  return error.expose === true && typeof error.status === 'number' ? error.status : null
}
