import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import { ExpressAdapter } from '@bull-board/express'
import type { Queues } from '@marquee/jobs'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { Viewer } from '../schema/index.ts'
import { isOperator } from './guard-operator.ts'

/** Where the board is, on the API and, handed on, on the pages' own origin. */
export const QUEUE_BOARD_PATH = '/operator/queues'

/**
 * Its page names fonts of a foreign host, which this keeps it from asking: everything comes from here. Its styles are
 * partly inline.
 */
const POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * The raw queues of Redis, for administrators; to everybody else there is nothing here. It shows and does not change:
 * PostgreSQL holds what is to be done, so that a job which is removed or added by hand comes back or is ignored.
 */
export function serveQueueBoard(
  queues: Queues,
  viewerOf: (request: Request) => Promise<Viewer | null>,
): RequestHandler {
  const board = new ExpressAdapter().setBasePath(QUEUE_BOARD_PATH)
  createBullBoard({
    queues: Object.values(queues.byName).map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter: board,
    options: { uiConfig: { boardTitle: 'Marquee' } },
  })
  return Router().use(QUEUE_BOARD_PATH, async (request, response, next) => {
    if (!isOperator(await viewerOf(request))) return next()
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response
        .status(405)
        .json({ code: 'METHOD_NOT_ALLOWED', message: 'The board shows and does not change.' })
      return
    }
    secure(response)
    board.getRouter()(request, response, next)
  })
}

function secure(response: Response): void {
  response.setHeader('content-security-policy', POLICY)
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('x-frame-options', 'DENY')
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('cache-control', 'private, no-cache')
}
