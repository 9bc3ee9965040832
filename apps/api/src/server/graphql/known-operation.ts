import * as contract from '@marquee/schema/graphql'
import type { OperationDefinitionNode } from 'graphql'

/** What is told of an operation in metrics and traces. */
export interface KnownOperation {
  readonly type: 'query' | 'mutation' | 'subscription' | 'none'
  /** One that our own applications were built with; strangers may give theirs any name, which is `other` here. */
  readonly name: string
}

/** Of a request whose document was not run. */
export const NO_OPERATION: KnownOperation = { type: 'none', name: 'none' }

/** `CliCreateUploadDocument` is the text of `mutation CliCreateUpload`. */
const SUFFIX = 'Document'
const NAMES = new Set(
  Object.keys(contract)
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => name.slice(0, -SUFFIX.length)),
)

export function knownOperation({ operation, name }: OperationDefinitionNode): KnownOperation {
  return { type: operation, name: name && NAMES.has(name.value) ? name.value : 'other' }
}
