import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Logger, withSpan } from '@marquee/service'
import type { FormattedExecutionResult, GraphQLError } from 'graphql'
import { REFUSALS, type RefusalCode, RequestRefused } from '../../schema/index.ts'
import { answerFailure } from '../answer-failure.ts'
import type { ApiMetrics } from '../count-operations.ts'
import { maskError } from '../mask-errors.ts'
import { currentRequestId } from '../request-id.ts'
import {
  type AdmitOperation,
  type Admitted,
  type Caller,
  findMisfits,
  RateLimited,
} from './admit-operation.ts'
import { chooseMediaType, type MediaType } from './choose-media-type.ts'
import type { ExecuteSince } from './keep-answers.ts'
import { type KnownOperation, knownOperation, NO_OPERATION } from './known-operation.ts'
import { readBody } from './read-body.ts'
import { fieldsOf, type Parameters, readRequest } from './read-request.ts'
import { requirePreflight } from './require-preflight.ts'
import { bytesOf } from './write-answer.ts'

export interface HttpOptions {
  readonly admit: AdmitOperation
  readonly execute: ExecuteSince
  latestChange(): Promise<string | undefined>
  readonly logger: Logger
  readonly metrics: ApiMetrics
  callerOf(request: IncomingMessage): Promise<Caller>
}

/** Answers a request for /graphql, its body not yet read. */
export type ServeGraphql = (request: IncomingMessage, response: ServerResponse) => Promise<void>

interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Its errors are masked. */
  readonly result: FormattedExecutionResult
  readonly operation: KnownOperation
}

/** One operation a request, by GET or POST (GraphQL over HTTP, draft of 2025). */
export function serveGraphql(options: HttpOptions): ServeGraphql {
  return async (request, response) => {
    const started = performance.now()
    const mediaType = chooseMediaType(request)
    try {
      const { status, headers, result, operation } = await withSpan('graphql', {}, async (span) => {
        const answered = await answer(options, request, response, mediaType)
        span.rename(`${answered.operation.type} ${answered.operation.name}`)
        const [error] = answered.result.errors ?? []
        if (error) span.fail(String(error.extensions?.code ?? 'INTERNAL_SERVER_ERROR'))
        return answered
      })
      const bytes = bytesOf(result)
      response.writeHead(status, {
        ...headers,
        'content-type': `${mediaType ?? 'application/json'}; charset=utf-8`,
        'content-length': bytes.length,
        'cache-control': 'no-store',
      })
      response.end(bytes)
      const seconds = (performance.now() - started) / 1_000
      options.metrics.operationAnswered(operation, result.errors ? 'error' : 'ok', seconds)
    } catch (error) {
      answerFailure(options.logger, error, response)
    }
  }
}

async function answer(
  options: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
  mediaType: MediaType | null,
): Promise<Answer> {
  const refuse = (errors: readonly GraphQLError[]) => refusal(options.logger, errors, mediaType)
  try {
    requirePreflight(request)
    if (!mediaType) throw new RequestRefused('NOT_ACCEPTABLE')
    const transport = transportOf(request)
    const parameters = readRequest(
      transport === 'get' ? fieldsOf(request) : await readBody(request, response),
    )
    const caller = await options.callerOf(request)
    // Beside the budget, so that Redis is asked for both in one write.
    const change = isOfOurPages(parameters, caller) ? options.latestChange() : undefined
    const admitted = await options.admit({ ...parameters, transport }, caller)
    return 'document' in admitted ? await run(options, admitted, await change, mediaType) : refuse(admitted)
  } catch (error) {
    if (error instanceof RequestRefused) return refuse([error])
    throw error
  }
}

/** What a stranger asks by a registered document: the few questions that nearly all visitors put. */
function isOfOurPages({ documentId }: Parameters, { viewer }: Caller): boolean {
  return typeof documentId === 'string' && viewer === null
}

async function run(
  { execute, logger }: HttpOptions,
  admitted: Admitted,
  change: string | undefined,
  mediaType: MediaType,
): Promise<Answer> {
  const result = await execute(admitted, change)
  // Without data nothing has run: a variable did not fit.
  if (result.data === undefined) return refusal(logger, findMisfits(admitted), mediaType)
  return { status: 200, result, operation: knownOperation(admitted.definition) }
}

/** @throws RequestRefused for another method */
function transportOf({ method }: IncomingMessage): 'get' | 'post' {
  if (method === 'GET') return 'get'
  if (method === 'POST') return 'post'
  throw new RequestRefused('METHOD_NOT_ALLOWED', 'Ask with POST, or a query with GET.')
}

/** What has not run. The first error decides the status: those of a document are all of one kind. */
function refusal(logger: Logger, errors: readonly GraphQLError[], mediaType: MediaType | null): Answer {
  const [first] = errors
  return {
    status: statusOf(first?.extensions.code as RefusalCode, mediaType),
    headers: {
      ...(first instanceof RateLimited ? { 'retry-after': String(first.retryAfterSeconds) } : {}),
      ...(first?.extensions.code === 'METHOD_NOT_ALLOWED' ? { allow: 'GET, POST' } : {}),
    },
    result: { errors: errors.map((error) => maskError(error, currentRequestId(), logger)) },
    operation: NO_OPERATION,
  }
}

/** These mean that no GraphQL request has arrived at all. */
const NOT_GRAPHQL: readonly RefusalCode[] = ['BAD_REQUEST', 'PREFLIGHT_REQUIRED']

/**
 * A client that asks for plain JSON gets 200 for a document that cannot be run, because it cannot tell a proxy's
 * 400 from ours (section 6.4.1); one that accepts the modern type gets 400.
 */
function statusOf(code: RefusalCode, mediaType: MediaType | null): number {
  const { status } = REFUSALS[code]
  return status === 400 && mediaType === 'application/json' && !NOT_GRAPHQL.includes(code) ? 200 : status
}
