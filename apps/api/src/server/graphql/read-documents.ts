import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import { RequestRefused } from '../../schema/index.ts'
import { meterIntrospection } from './count-introspected.ts'
import {
  asksForSchema,
  hasTooManySelections,
  hasTooManyTokens,
  limitAliases,
  limitNesting,
  MAX_SELECTIONS,
  MAX_TOKENS,
  MAX_WITH_ARGUMENTS,
} from './limit-documents.ts'
import { type Cost, meterOperation } from './measure-cost.ts'

/** Characters of documents that are kept; each costs about 40 bytes once parsed, so this is 40 MB at most. */
const MAX_KEPT = 1_000_000
/** A longer one is read anew each time, so that a few of a stranger's do not push out those of many. */
const LONGEST_KEPT = 8_000

const RULES = [...specifiedRules, limitAliases, limitNesting]

/** One operation of a document that fits the schema. */
export interface ReadOperation {
  readonly definition: OperationDefinitionNode
  /** Null where a variable is seen not to fit. */
  costOf(variables: Readonly<Record<string, unknown>>): Cost | null
  /** Points of what is asked of the schema itself, or one more than there may be; for variables that fit, once the rest is within its limits. */
  introspectedBy(variables: Readonly<Record<string, unknown>>): number
}

export interface ReadDocument {
  readonly document: DocumentNode
  readonly asksForSchema: boolean
  /** Null where the name is unknown, or missing while there are several. */
  operation(name: string | null | undefined): ReadOperation | null
}

/** A document, or why it cannot be run. */
export type Reading = ReadDocument | readonly GraphQLError[]

export interface Documents {
  /** Whether reading it costs nothing any more. */
  knows(text: string): boolean
  /** `suggests` adds «did you mean …» to what is wrong with it. */
  read(text: string, options: { suggests: boolean }): Reading
}

/**
 * Parses and validates each document once, and keeps those that are valid: `registered` ones for good, so that a
 * stranger's many texts never push out what our own pages ask, and others while they are asked for.
 */
export function createDocuments(schema: GraphQLSchema, registered: Iterable<string>): Documents {
  const ours = new Set(registered)
  const oursRead = new Map<string, ReadDocument>()
  const kept = new LRUCache<string, ReadDocument>({
    maxSize: MAX_KEPT,
    maxEntrySize: LONGEST_KEPT,
    sizeCalculation: (_, text) => text.length,
  })
  return {
    knows: (text) => ours.has(text) || kept.has(text),
    read(text, { suggests }) {
      const known = oursRead.get(text) ?? kept.get(text)
      if (known) return known
      const reading = readDocument(schema, text, suggests)
      if ('document' in reading) (ours.has(text) ? oursRead : kept).set(text, reading)
      return reading
    },
  }
}

function readDocument(schema: GraphQLSchema, text: string, suggests: boolean): Reading {
  if (hasTooManyTokens(text))
    return [new RequestRefused('QUERY_TOO_LONG', `At most ${MAX_TOKENS} tokens in one document.`)]
  let document: DocumentNode
  try {
    document = parse(text)
  } catch (error) {
    if (error instanceof GraphQLError) return [withCode(error, 'GRAPHQL_PARSE_FAILED')]
    throw error
  }
  if (hasTooManySelections(document))
    return [
      new RequestRefused(
        'QUERY_TOO_COMPLEX',
        `At most ${MAX_SELECTIONS} fields and fragments in one document, and ${MAX_WITH_ARGUMENTS} fields with arguments. Ask in several requests.`,
      ),
    ]
  const errors = validate(schema, document, RULES, { hideSuggestions: !suggests })
  const refusals = errors.filter((error) => error instanceof RequestRefused)
  if (refusals.length > 0) return refusals
  if (errors.length > 0) return errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'))
  const operations = new Map<OperationDefinitionNode, ReadOperation>()
  const asks = asksForSchema(document)
  return {
    document,
    asksForSchema: asks,
    operation(name) {
      const definition = getOperationAST(document, name)
      if (!definition) return null
      const known = operations.get(definition)
      if (known) return known
      const operation: ReadOperation = {
        definition,
        costOf: meterOperation(schema, document, definition),
        introspectedBy: asks ? meterIntrospection(schema, document, definition) : () => 0,
      }
      operations.set(definition, operation)
      return operation
    },
  }
}

/** graphql-js gives its own errors no code. */
export function withCode(error: GraphQLError, code: string): GraphQLError {
  if (error.extensions.code) return error
  const { message, nodes, source, positions, path, originalError } = error
  return new GraphQLError(message, {
    nodes,
    source,
    positions,
    path,
    originalError,
    extensions: { ...error.extensions, code },
  })
}
