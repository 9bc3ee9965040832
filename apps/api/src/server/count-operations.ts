import type { ApolloServerPlugin } from '@apollo/server'
import type { Metrics } from '@marquee/service'
import type { Context } from '../schema/index.ts'

export interface ApiMetrics {
  /** Counts and times every operation over HTTP. */
  readonly plugin: ApolloServerPlugin<Context>
  subscriptionOpened(): void
  subscriptionClosed(): void
  sqlStatement(): void
}

/** What the API counts of itself. Labels are few: an operation's name comes from strangers and may be anything. */
export function countOperations(metrics: Metrics): ApiMetrics {
  const seconds = metrics.histogram({
    name: 'marquee_graphql_operation_seconds',
    help: 'Time to answer a GraphQL operation over HTTP.',
    labelNames: ['type', 'outcome'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  })
  const subscriptions = metrics.gauge({
    name: 'marquee_graphql_subscriptions',
    help: 'Subscriptions that are open now.',
  })
  const statements = metrics.counter({
    name: 'marquee_sql_statements_total',
    help: 'SQL statements that were answered. Per operation it must not grow with the length of a page.',
  })
  return {
    plugin: {
      async requestDidStart() {
        const started = performance.now()
        return {
          async willSendResponse({ operation, errors }) {
            const outcome = errors?.length ? 'error' : 'ok'
            const type = operation?.operation ?? 'none'
            seconds.observe({ type, outcome }, (performance.now() - started) / 1_000)
          },
        }
      },
    },
    subscriptionOpened: () => subscriptions.inc(),
    subscriptionClosed: () => subscriptions.dec(),
    sqlStatement: () => statements.inc(),
  }
}
