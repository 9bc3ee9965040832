/** What one run found. `figure` is in `unit`; `bar` is the promise, such as `<=1.10`. */
export type Measurement = { figure: number; against: string; details?: Record<string, number | string> }

/** One figure quoted in the docs. */
export type Benchmark = {
  name: string
  /** What it measures, in a line. */
  title: string
  unit: string
  /** The issue states the bar as a time, a size or a count, rather than as a ratio to something else. */
  absolute: boolean
  run(): Promise<Measurement>
} & Bar

/** The largest figure that keeps the promise, or the smallest. */
export type Bar = { atMost: number; atLeast?: never } | { atLeast: number; atMost?: never }

/** The bar in words: `at most 165`. */
export function describeBar({ atMost, atLeast }: Bar): string {
  return atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`
}

/** The line that `bench NAME --json` prints last. */
export function report(benchmark: Benchmark, { figure, against }: Measurement) {
  return {
    name: benchmark.name,
    figure: Number(figure.toFixed(3)),
    unit: benchmark.unit,
    bar: benchmark.atMost === undefined ? `>=${benchmark.atLeast}` : `<=${benchmark.atMost}`,
    holds: benchmark.atMost === undefined ? figure >= benchmark.atLeast : figure <= benchmark.atMost,
    absolute: benchmark.absolute,
    against,
  }
}
