import type { Metrics } from '@marquee/service'

export interface ApiMetrics {
  /** One operation over HTTP; `type` is none where it did not run. */
  operationAnswered(
    type: 'query' | 'mutation' | 'subscription' | 'none',
    outcome: 'ok' | 'error',
    seconds: number,
  ): void
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
    operationAnswered: (type, outcome, duration) => seconds.observe({ type, outcome }, duration),
    subscriptionOpened: () => subscriptions.inc(),
    subscriptionClosed: () => subscriptions.dec(),
    sqlStatement: () => statements.inc(),
  }
}
