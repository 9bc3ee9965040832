import { readFileSync } from 'node:fs'
import path from 'node:path'
import {
  createBoundedServer,
  createLogger,
  createMetrics,
  limitConnections,
  type Metrics,
  observeRequests,
} from '@marquee/service'
import { describe, expect, it } from 'vitest'
import { REPOSITORY } from '../settings/repository.ts'

const logger = createLogger('test', { level: 'silent' })

/** What each program makes its metrics with, by file and name. */
const MAKERS: readonly [file: string, name: string, parameters: (metrics: Metrics) => readonly unknown[]][] =
  [
    ['apps/api/src/server/count-operations.ts', 'countOperations', (metrics) => [metrics, logger]],
    ['apps/edge/src/delivery/delivery-events.ts', 'createDeliveryEvents', (metrics) => [logger, metrics]],
    ['apps/worker/src/observability/worker-events.ts', 'createWorkerEvents', (metrics) => [logger, metrics]],
    // Nothing is read before somebody asks.
    ['apps/worker/src/observability/watch-queues.ts', 'watchQueues', (metrics) => [metrics, { logger }]],
  ]

/** Of Prometheus itself. */
const OF_PROMETHEUS = ['up']
const LABELS_OF_PROMETHEUS = ['job', 'instance', 'program', 'le']

interface Known {
  /** By the names of their series: a histogram has three. */
  readonly labels: ReadonlyMap<string, readonly string[]>
  /** Marquee's own, by the name they were made with. */
  readonly own: ReadonlySet<string>
}

async function knownMetrics(): Promise<Known> {
  const labels = new Map<string, readonly string[]>(OF_PROMETHEUS.map((name) => [name, []]))
  const own = new Set<string>()
  const take = ({ registry }: Metrics) => {
    for (const metric of registry.getMetricsAsArray()) {
      const { name, labelNames = [] } = metric as typeof metric & { labelNames?: readonly string[] }
      if (name.startsWith('marquee_')) own.add(name)
      for (const suffix of ['', '_bucket', '_sum', '_count']) labels.set(`${name}${suffix}`, labelNames)
    }
  }
  for (const [file, name, parameters] of MAKERS) {
    const metrics = createMetrics('test')
    const module: Record<string, (...given: readonly unknown[]) => unknown> = await import(
      path.join(REPOSITORY, file)
    )
    module[name]?.(...parameters(metrics))
    take(metrics)
  }
  const metrics = createMetrics('test')
  observeRequests({ logger, metrics, routeOf: () => 'other' })
  limitConnections(createBoundedServer(), { limits: { total: 1, perAddress: 1 }, metrics })
  take(metrics)
  return { labels, own }
}

function expressions(): string[] {
  const text = readFileSync(path.join(REPOSITORY, 'docs/operations/grafana/marquee.json'), 'utf8')
  const { panels } = JSON.parse(text) as { panels: { targets?: { expr: string }[] }[] }
  return panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
}

const seriesIn = (expression: string): string[] =>
  [...expression.matchAll(/\b(?:marquee|process|nodejs)_\w+|\bup\b/g)].map(([name]) => name)

function labelsIn(expression: string): string[] {
  const grouped = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(','))
  const chosen = [...expression.matchAll(/[{,]\s*(\w+)\s*(?:=~|!=|=)/g)].map(([, name = '']) => name)
  return [...grouped, ...chosen].map((name) => name.trim())
}

describe('docs/operations/grafana/marquee.json', () => {
  it('shows only series that programs make, by labels that these have', async () => {
    const { labels } = await knownMetrics()
    expect(expressions().length).toBeGreaterThan(30)
    for (const expression of expressions()) {
      const series = seriesIn(expression)
      expect(series, expression).not.toEqual([])
      expect(
        series.filter((name) => !labels.has(name)),
        expression,
      ).toEqual([])
      const known = new Set([...LABELS_OF_PROMETHEUS, ...series.flatMap((name) => labels.get(name) ?? [])])
      expect(
        labelsIn(expression).filter((label) => !known.has(label)),
        expression,
      ).toEqual([])
    }
  })

  it('shows every metric that Marquee has', async () => {
    const { own } = await knownMetrics()
    const shown = expressions().join('\n')
    expect([...own].filter((name) => !shown.includes(name))).toEqual([])
  })
})

describe('docs/operations/observability.md', () => {
  it('explains every metric that Marquee has, and no other', async () => {
    const { own } = await knownMetrics()
    const page = readFileSync(path.join(REPOSITORY, 'docs/operations/observability.md'), 'utf8')
    const listed = [...page.matchAll(/^\| `(marquee_\w+)` \|/gm)].map(([, name = '']) => name)
    expect(listed.sort()).toEqual([...own].sort())
  })

  it('has few labels, none of which grows with people, videos or requests', async () => {
    const { labels } = await knownMetrics()
    const used = new Set(
      [...labels].filter(([name]) => name.startsWith('marquee_')).flatMap(([, names]) => names),
    )
    const few = [
      'code',
      'command',
      'end',
      'kind',
      'method',
      'operation',
      'outcome',
      'queue',
      'resource',
      'route',
      'state',
      'status',
      'type',
    ]
    expect([...used].filter((label) => !few.includes(label))).toEqual([])
  })
})
