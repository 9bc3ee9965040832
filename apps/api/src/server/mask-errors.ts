import { IdLeaseLost, isDatabaseUnavailable } from '@marquee/domain'
import { errorMessage } from '@marquee/media'
import type { Logger } from '@marquee/service'
import { StorageUnavailable } from '@marquee/storage'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { REFUSALS } from '../schema/index.ts'
import { RateLimited } from './graphql/admit-operation.ts'

/** What may be said of an error, and whether somebody should look at it. */
interface Presented {
  readonly code: string
  readonly message: string
  readonly unexpected: boolean
}

/**
 * A GraphQLError with a code is a refusal and is shown as it is; everything else is a fault of
 * this program, whose text may hold anything.
 */
function present(error: unknown): Presented {
  const thrown = error instanceof GraphQLError ? (error.originalError ?? error) : error
  if (thrown instanceof StorageUnavailable)
    return { code: 'STORAGE_UNAVAILABLE', message: errorMessage('STORAGE_UNAVAILABLE'), unexpected: true }
  if (isDatabaseUnavailable(thrown) || thrown instanceof IdLeaseLost)
    return { code: 'SERVICE_UNAVAILABLE', message: REFUSALS.SERVICE_UNAVAILABLE.message, unexpected: true }
  const code = error instanceof GraphQLError ? error.extensions.code : undefined
  if (error instanceof GraphQLError && typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR')
    return { code, message: error.message, unexpected: false }
  return {
    code: 'INTERNAL_SERVER_ERROR',
    message:
      'This failed on our side, and we kept a record of it. Try again; if it stays, quote the request id.',
    unexpected: true,
  }
}

/** Where a header cannot say when to come back, as on a socket, the error does. */
function waitOf(error: unknown): { readonly retryAfterSeconds?: number } {
  return error instanceof RateLimited ? { retryAfterSeconds: error.retryAfterSeconds } : {}
}

/**
 * An error as it leaves the program, with the id under which the log knows the request. What nobody expected is
 * written to the log in full.
 */
export function maskError(error: unknown, requestId: string, logger: Logger): GraphQLFormattedError {
  const { code, message, unexpected } = present(error)
  if (unexpected) logger.error({ err: error, requestId }, 'a request failed')
  const { locations, path } = error instanceof GraphQLError ? error.toJSON() : {}
  return {
    message,
    ...(locations ? { locations } : {}),
    ...(path ? { path } : {}),
    extensions: { code, requestId, ...waitOf(error) },
  }
}
