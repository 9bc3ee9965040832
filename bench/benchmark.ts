/** What one run found. `figure` is in `unit`; `bar` is the promise, such as `<=1.10`. */
export type Measurement = { figure: number; against: string; details?: Record<string, number | string> }

/** One figure quoted in the docs. */
export type Benchmark = {
  name: string
  /** What it measures, in a line. */
  title: string
  unit: string
  /** The largest figure that keeps the promise. */
  atMost: number
  /** The issue states the bar as a time, a size or a count, rather than as a ratio to something else. */
  absolute: boolean
  run(): Promise<Measurement>
}

/** The line that `bench NAME --json` prints last. */
export function report(benchmark: Benchmark, { figure, against }: Measurement) {
  return {
    name: benchmark.name,
    figure: Number(figure.toFixed(3)),
    unit: benchmark.unit,
    bar: `<=${benchmark.atMost}`,
    holds: figure <= benchmark.atMost,
    absolute: benchmark.absolute,
    against,
  }
}
