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
import { countIntrospected } from './count-introspected.ts'
import {
  asksForSchema,
  countSelections,
  hasTooManyTokens,
  limitAliases,
  limitNesting,
  MAX_SELECTIONS,
  MAX_TOKENS,
} from './limit-documents.ts'
import { type Cost, MAX_COMPLEXITY, meterOperation } from './measure-cost.ts'

/** Characters of documents that are kept; each costs about 40 bytes once parsed, so this is 40 MB at most. */
const MAX_KEPT = 1_000_000

const RULES = [...specifiedRules, limitAliases, limitNesting]

/** One operation of a document that fits the schema. */
export interface ReadOperation {
  readonly definition: OperationDefinitionNode
  /** Null where a variable is seen not to fit. */
  costOf(variables: Readonly<Record<string, unknown>>): Cost | null
  /** How many fields of the schema itself are answered, or one more than may be; to be asked once the rest is within its limits. */
  introspectedBy(variables: Readonly<Record<string, unknown>>): number | null
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
  if (countSelections(document) > MAX_SELECTIONS)
    return [
      new RequestRefused(
        'QUERY_TOO_COMPLEX',
        `At most ${MAX_SELECTIONS} fields and fragments in one document. Ask in several requests.`,
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
        introspectedBy: (variables) =>
          asks ? countIntrospected(schema, document, definition, variables, MAX_COMPLEXITY) : 0,
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
