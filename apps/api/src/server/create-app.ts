import type { ApolloServer } from '@apollo/server'
import { expressMiddleware } from '@as-integrations/express5'
import { answerOperations, type Logger, type Operations } from '@marquee/service'
import cors from 'cors'
import express, { type ErrorRequestHandler, type Express } from 'express'
import type { Context } from '../schema/index.ts'
import { handleSignIn, readSignInBody } from './handle-sign-in.ts'
import { maskError } from './mask-errors.ts'
import { servePlayground } from './playground/serve-playground.ts'
import { currentRequestId, nameRequest } from './request-id.ts'
import { toWebHeaders } from './to-web-headers.ts'

/** A mutation with 5,000 characters of description, escaped, is 30 kB. */
const MAX_BODY = '256kb'

export interface AppOptions {
  readonly apollo: ApolloServer<Context>
  readonly origins: readonly string[]
  readonly operations: Operations
  readonly logger: Logger
  signIn(request: Request): Promise<Response>
  contextOf(headers: Headers): Promise<Context>
}

/** Every path of the API. */
export function createApp(options: AppOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  // The web app's proxy and a balancer in the same network say who asked; nobody else is believed.
  app.set('trust proxy', ['loopback', 'linklocal', 'uniquelocal'])
  app.use(nameRequest)
  app.use(async (request, response, next) => {
    if (!(await answerOperations(options.operations, request, response))) next()
  })
  app.use(
    cors({
      origin: [...options.origins],
      credentials: true,
      exposedHeaders: ['x-request-id', 'set-auth-token'],
      maxAge: 600,
    }),
  )
  app.all('/api/auth/{*path}', readSignInBody, handleSignIn(options.signIn))
  app.get('/graphql', servePlayground())
  app.use(
    '/graphql',
    express.json({ limit: MAX_BODY }),
    expressMiddleware(options.apollo, { context: ({ req }) => options.contextOf(toWebHeaders(req)) }),
  )
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
    if (status) {
      const extensions = { code: 'BAD_REQUEST', requestId: currentRequestId() }
      response.status(status).json({ errors: [{ message: (error as Error).message, extensions }] })
    } else {
      response.status(500).json({ errors: [maskError(error, currentRequestId(), logger)] })
    }
  }
}

/** body-parser's errors carry a status from 400 to 499 and `expose`; null for anything else. */
function clientStatus(error: unknown): number | null {
  if (!(error instanceof Error) || !('status' in error) || !('expose' in error)) return null
  return error.expose === true && typeof error.status === 'number' ? error.status : null
}
