import { type ASTNode, GraphQLError } from 'graphql'
import { REFUSALS, type RefusalCode } from './refusal-table.ts'

/** A request that cannot be answered as it was put. Unlike the unexpected, its message reaches the caller. */
export class RequestRefused extends GraphQLError {
  readonly code: RefusalCode

  constructor(code: RefusalCode, message: string = REFUSALS[code].message, nodes?: ASTNode) {
    super(message, { nodes, extensions: { code } })
    this.name = 'RequestRefused'
    this.code = code
  }
}
