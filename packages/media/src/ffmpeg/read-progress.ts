/** A report of `-progress`: media time written so far, in ms, and whether ffmpeg has finished. */
export interface Progress {
  readonly outTimeMs: number
  readonly done: boolean
}

/**
 * Collects the `key=value` lines of `ffmpeg -progress` into reports. A report ends at its `progress=` line; lines that
 * are not understood (`N/A` before the first packet) leave the last time standing.
 */
export function createProgressReader(onReport: (progress: Progress) => void): (line: string) => void {
  let outTimeMs = 0
  return (line) => {
    const [key, value] = line.split('=', 2)
    const microseconds = Number(value)
    if (key === 'out_time_us' && microseconds >= 0) outTimeMs = Math.round(microseconds / 1000)
    if (key === 'progress') onReport({ outTimeMs, done: value === 'end' })
  }
}

/** 0 to 1, for media of a known length. */
export function fractionOf(progress: Progress, durationMs: number): number {
  if (progress.done) return 1
  return durationMs > 0 ? Math.min(progress.outTimeMs / durationMs, 1) : 0
}
