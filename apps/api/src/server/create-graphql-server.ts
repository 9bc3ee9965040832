import { ApolloServer } from '@apollo/server'
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled'
import type { Logger } from '@marquee/service'
import type { GraphQLSchema } from 'graphql'
import type { Context } from '../schema/index.ts'
import { answerLegacyStatus } from './answer-legacy-status.ts'
import type { ApiMetrics } from './count-operations.ts'
import { MAX_TOKENS, OPERATION_LIMITS } from './limit-operations.ts'
import { maskError } from './mask-errors.ts'
import { refuseSubscriptions } from './refuse-subscriptions.ts'
import { currentRequestId } from './request-id.ts'

export interface GraphqlServerOptions {
  readonly schema: GraphQLSchema
  readonly logger: Logger
  readonly metrics: ApiMetrics
}

/** Apollo, to be started before its first request. Draining is the HTTP server's. */
export function createGraphqlServer({
  schema,
  logger,
  metrics,
}: GraphqlServerOptions): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection: true,
    csrfPrevention: true,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    // Fragments that spread fragments stay small in tokens and explode when run.
    maxRecursiveSelections: true,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: OPERATION_LIMITS,
    formatError: (_, error) => maskError(error, currentRequestId(), logger),
    logger,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      refuseSubscriptions,
      answerLegacyStatus,
      metrics.plugin,
    ],
  })
}
