import { GraphQLError } from 'graphql'

/** Codes in `extensions.code` of a refusal that is the caller's to put right; docs/operations/errors.md lists them. */
export type RefusalCode =
  | 'BAD_USER_INPUT'
  | 'PAGE_SIZE_INVALID'
  | 'CURSOR_INVALID'
  | 'QUERY_TOO_COMPLEX'
  | 'UNAUTHENTICATED'
  | 'VIDEO_NOT_FOUND'

/** A request that cannot be answered as it was put. Unlike the unexpected, its message reaches the caller. */
export class RequestRefused extends GraphQLError {
  constructor(code: RefusalCode, message: string) {
    super(message, { extensions: { code } })
    this.name = 'RequestRefused'
  }
}
