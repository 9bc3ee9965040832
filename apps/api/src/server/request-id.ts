import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import type { NextFunction, Request, Response } from 'express'

const requestIds = new AsyncLocalStorage<string>()

/** Names each request, in its answer and in whatever is logged about it; a caller's own name is not taken. */
export function nameRequest(_: Request, response: Response, next: NextFunction): void {
  const id = randomUUID()
  response.setHeader('x-request-id', id)
  requestIds.run(id, next)
}

/** The id of the HTTP request that is being answered; a new one outside of any. */
export function currentRequestId(): string {
  return requestIds.getStore() ?? randomUUID()
}
