import {
  Counter,
  type CounterConfiguration,
  collectDefaultMetrics,
  Gauge,
  type GaugeConfiguration,
  Histogram,
  type HistogramConfiguration,
  Registry,
} from 'prom-client'

export type { Counter, Gauge, Histogram }

/** A program's own registry; nothing is global, so that tests may make as many as they like. */
export interface Metrics {
  readonly registry: Registry
  counter<Label extends string>(configuration: CounterConfiguration<Label>): Counter<Label>
  gauge<Label extends string>(configuration: GaugeConfiguration<Label>): Gauge<Label>
  histogram<Label extends string>(configuration: HistogramConfiguration<Label>): Histogram<Label>
}

/** Prometheus metrics of the process (CPU, memory, event loop) and those that the program adds, all labelled with it. */
export function createMetrics(program: string): Metrics {
  const registry = new Registry()
  registry.setDefaultLabels({ program })
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    counter: (configuration) => new Counter({ ...configuration, registers }),
    gauge: (configuration) => new Gauge({ ...configuration, registers }),
    histogram: (configuration) => new Histogram({ ...configuration, registers }),
  }
}
