import type { Logger, Metrics } from '@marquee/service'
import type { KnownOperation } from './graphql/known-operation.ts'

export interface ApiMetrics {
  /** One operation over HTTP, by its end. */
  operationAnswered(operation: KnownOperation, outcome: 'ok' | 'error', seconds: number): void
  subscriptionOpened(): void
  subscriptionClosed(): void
  sqlStatement(): void
}

/** An operation that takes longer is worth a line, whatever it is. */
const SLOW_S = 1

/** What the API tells of itself, in metrics and log. */
export function countOperations(metrics: Metrics, logger: Logger): ApiMetrics {
  const seconds = metrics.histogram({
    name: 'marquee_graphql_operation_seconds',
    help: 'Time to answer a GraphQL operation over HTTP.',
    labelNames: ['type', 'outcome'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  })
  const byName = metrics.counter({
    name: 'marquee_graphql_operations_total',
    help: 'GraphQL operations over HTTP, by the names of our own applications; all others are `other`.',
    labelNames: ['operation', 'outcome'],
  })
  const time = metrics.counter({
    name: 'marquee_graphql_operation_time_seconds_total',
    help: 'Time spent on GraphQL operations over HTTP, by name.',
    labelNames: ['operation'],
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
    operationAnswered({ type, name: operation }, outcome, duration) {
      seconds.observe({ type, outcome }, duration)
      byName.inc({ operation, outcome })
      time.inc({ operation }, duration)
      const level = type === 'mutation' || duration > SLOW_S ? 'info' : 'debug'
      logger[level]({ operation, type, outcome, ms: Math.round(duration * 1_000) }, 'operation answered')
    },
    subscriptionOpened: () => subscriptions.inc(),
    subscriptionClosed: () => subscriptions.dec(),
    sqlStatement: () => statements.inc(),
  }
}
