export interface SpeedSample {
  /** Milliseconds of a clock that never steps back. */
  readonly at: number
  readonly sentBytes: number
}

/** Long enough to hide the beat of parts ending together, short enough to follow a change of network. */
const WINDOW_MS = 8_000
/** Before that much has been seen, a figure would only jump. */
const MIN_SPAN_MS = 800

/** The samples that count, the newest included. */
export function addSample(samples: readonly SpeedSample[], sample: SpeedSample): SpeedSample[] {
  return [...samples.filter(({ at }) => sample.at - at <= WINDOW_MS), sample]
}

/** Bytes a second over the window; null while unknown. Lost attempts count for nothing, so it is never negative. */
export function bytesPerSecond(samples: readonly SpeedSample[]): number | null {
  const first = samples.at(0)
  const last = samples.at(-1)
  if (!first || !last || last.at - first.at < MIN_SPAN_MS) return null
  return (Math.max(0, last.sentBytes - first.sentBytes) * 1000) / (last.at - first.at)
}

/** Milliseconds to the end at this speed; null while nothing moves. */
export function remainingMs(leftBytes: number, speed: number | null): number | null {
  return speed === null || speed <= 0 ? null : Math.round((leftBytes * 1000) / speed)
}
