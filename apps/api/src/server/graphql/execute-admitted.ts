import { createHash } from 'node:crypto'
import { ApolloServer } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import type { Logger } from '@marquee/service'
import type { DocumentNode, FormattedExecutionResult, GraphQLSchema } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { Context } from '../../schema/index.ts'
import { maskError } from '../mask-errors.ts'
import { currentRequestId } from '../request-id.ts'
import type { Admitted } from './admit-operation.ts'

/** Documents that are held for Apollo; one that falls out is parsed and validated once more. */
const MAX_APPROVED = 2_000
/** Characters of them, each some 40 bytes once parsed. */
const MAX_APPROVED_LENGTH = 1_000_000

/**
 * Runs an operation and says what it cost; its errors are masked. `data` is absent where a variable did not fit and
 * nothing has run.
 */
export type Execute = (admitted: Admitted) => Promise<FormattedExecutionResult>

export interface Executor {
  readonly execute: Execute
  stop(): Promise<void>
}

/** Apollo Server, for what admission has parsed, validated and measured: it takes those documents as its own. */
export async function createExecutor(schema: GraphQLSchema, logger: Logger): Promise<Executor> {
  const approved = createApprovedDocuments()
  const apollo = new ApolloServer<Context>({
    schema,
    documentStore: approved,
    // Refusals of ours are said before; what Apollo still says about a variable is true of a schema that is published.
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    formatError: (_, error) => maskError(error, currentRequestId(), logger),
    logger,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  })
  await apollo.start()
  return {
    async execute({ document, operationName, variableValues, contextValue }) {
      const query = approved.approve(document)
      const { body } = await apollo.executeOperation(
        { query, operationName: operationName ?? undefined, variables: { ...variableValues } },
        { contextValue },
      )
      if (body.kind !== 'single')
        throw new Error('An answer came in parts, which no operation of ours asks for')
      return { ...body.singleResult, extensions: { cost: contextValue.cost } }
    },
    stop: () => apollo.stop(),
  }
}

/** Apollo's document store: what is in it is run without being parsed or validated again. Its keys end in the text's SHA-256. */
export function createApprovedDocuments() {
  const byHash = new LRUCache<string, DocumentNode>({
    max: MAX_APPROVED,
    maxSize: MAX_APPROVED_LENGTH,
    sizeCalculation: ({ loc }) => loc?.source.body.length || 1,
  })
  const hashes = new WeakMap<DocumentNode, string>()
  return {
    /** Answers the document's text. */
    approve(document: DocumentNode): string {
      const text = document.loc?.source.body ?? ''
      const hash = hashes.get(document) ?? createHash('sha256').update(text).digest('hex')
      hashes.set(document, hash)
      byHash.set(hash, document)
      return text
    },
    get: async (key: string) => byHash.get(hashOf(key)),
    set: async (key: string, document: DocumentNode) => void byHash.set(hashOf(key), document),
    delete: async (key: string) => byHash.delete(hashOf(key)),
  }
}

/** Apollo puts the schema's hash before the text's. */
function hashOf(key: string): string {
  return key.slice(-64)
}
