import type { RequestListener } from 'node:http'
import {
  answerOperations,
  type FindClientAddress,
  type Logger,
  type ObserveRequest,
  type Operations,
} from '@marquee/service'
import cors from 'cors'
import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import { answerFailure } from './answer-failure.ts'
import type { ServeGraphql } from './graphql/serve-graphql.ts'
import { handleSignIn, readSignInBody } from './handle-sign-in.ts'
import { servePlayground } from './playground/serve-playground.ts'

export interface AppOptions {
  /** Whose pages may send cookies; the first is the pages' own. */
  readonly origins: readonly string[]
  readonly operations: Operations
  readonly observe: ObserveRequest
  readonly logger: Logger
  readonly addressOf: FindClientAddress
  signIn(request: Request): Promise<Response>
  readonly graphql: ServeGraphql
  /** Passes on what it does not answer. */
  readonly queueBoard: RequestHandler
}

/**
 * Every path of the API. Operations come first and by themselves: to walk through Express costs as much as all else that
 * is done to receive one.
 */
export function createApp(options: AppOptions): RequestListener {
  const { observe, graphql } = options
  const crossOrigin = cors({
    origin: [...options.origins],
    credentials: true,
    exposedHeaders: ['x-request-id', 'set-auth-token', 'retry-after'],
    maxAge: 600,
  })
  const others = createOtherPaths(options, crossOrigin)
  return (request, response) => {
    if (request.method !== 'POST' || request.url !== '/graphql') return others(request, response)
    observe(request, response, () => crossOrigin(request, response, () => void graphql(request, response)))
  }
}

function createOtherPaths(options: AppOptions, crossOrigin: ReturnType<typeof cors>): RequestListener {
  const app = express()
  app.disable('x-powered-by')
  app.use(async (request, response, next) => {
    if (!(await answerOperations(options.operations, request, response))) next()
  })
  app.use((request, response, next) => options.observe(request, response, next))
  app.use(crossOrigin)
  app.all('/api/auth/{*path}', readSignInBody, handleSignIn(options.signIn, options.addressOf))
  app.use(options.queueBoard)
  app.get('/graphql', servePlayground(options.origins[0] ?? ''))
  app.all('/graphql', (request, response) => options.graphql(request, response))
  app.use((_, response) => {
    response
      .status(404)
      .json({ code: 'NOT_FOUND', message: 'There is nothing here. The API is at /graphql.' })
  })
  const failed: ErrorRequestHandler = (error: unknown, _request, response, _next) =>
    answerFailure(options.logger, error, response)
  app.use(failed)
  return app
}
