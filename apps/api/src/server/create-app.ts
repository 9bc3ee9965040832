import {
  answerOperations,
  type FindClientAddress,
  type Logger,
  type ObserveRequest,
  type Operations,
} from '@marquee/service'
import cors from 'cors'
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import { REFUSALS, RequestRefused } from '../schema/index.ts'
import { requirePreflight } from './graphql/require-preflight.ts'
import { handleSignIn, readSignInBody } from './handle-sign-in.ts'
import { maskError } from './mask-errors.ts'
import { servePlayground } from './playground/serve-playground.ts'
import { currentRequestId } from './request-id.ts'

/** A mutation with 5,000 characters of description, escaped, is 30 kB. */
const MAX_BODY = '256kb'

export interface AppOptions {
  /** Whose pages may send cookies; the first is the pages' own. */
  readonly origins: readonly string[]
  readonly operations: Operations
  readonly observe: ObserveRequest
  readonly logger: Logger
  readonly addressOf: FindClientAddress
  signIn(request: Request): Promise<Response>
  /** Answers GraphQL, its body read. */
  readonly graphql: RequestHandler
}

/** When to come back to an API whose database is away; it is asked anew at each request. */
const RETRY_AFTER_S = 2

/** Every path of the API. */
export function createApp(options: AppOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(async (request, response, next) => {
    if (!(await answerOperations(options.operations, request, response))) next()
  })
  app.use((request, response, next) => options.observe(request, response, next))
  app.use(
    cors({
      origin: [...options.origins],
      credentials: true,
      exposedHeaders: ['x-request-id', 'set-auth-token', 'retry-after'],
      maxAge: 600,
    }),
  )
  app.all('/api/auth/{*path}', readSignInBody, handleSignIn(options.signIn, options.addressOf))
  app.get('/graphql', servePlayground(options.origins[0] ?? ''))
  app.all('/graphql', requirePreflight, express.json({ limit: MAX_BODY }), options.graphql)
  app.use((_, response) => {
    response
      .status(404)
      .json({ code: 'NOT_FOUND', message: 'There is nothing here. The API is at /graphql.' })
  })
  app.use(answerFailure(options.logger))
  return app
}

/** What failed before GraphQL could answer: a body that is too long or no JSON, or a fault of ours. */
function answerFailure(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error)
    const status = clientStatus(error)
    if (error instanceof RequestRefused) {
      const refused = maskError(error, currentRequestId(), logger)
      response.status(REFUSALS[error.code].status).json({ errors: [refused] })
    } else if (status) {
      const extensions = { code: 'BAD_REQUEST', requestId: currentRequestId() }
      response.status(status).json({ errors: [{ message: (error as Error).message, extensions }] })
    } else {
      const masked = maskError(error, currentRequestId(), logger)
      const passes = masked.extensions?.code === 'SERVICE_UNAVAILABLE'
      if (passes) response.setHeader('retry-after', RETRY_AFTER_S)
      response.status(passes ? 503 : 500).json({ errors: [masked] })
    }
  }
}

/** body-parser's errors carry a status from 400 to 499 and `expose`; null for anything else. */
function clientStatus(error: unknown): number | null {
  if (!(error instanceof Error) || !('status' in error) || !('expose' in error)) return null
  return error.expose === true && typeof error.status === 'number' ? error.status : null
}
