/** As long as a GOP of what is encoded (`GOP_SECONDS`): each such span of a rendition holds a keyframe. */
const SPAN_SECONDS = 2
const HALF_SECONDS = SPAN_SECONDS / 2

/** Tells the busiest span of a stream, from packets in the order of the file. */
export interface PeakMeter {
  /** @param seconds on any clock @param bytes of the packet */
  add(seconds: number, bytes: number): void
  /** Bits per second. */
  read(): number
}

/**
 * Spans begin at whole halves, so that two sums are all that is kept; of a burst that begins between them at least three quarters
 * count. A packet that comes later than its time counts where it comes.
 */
export function createPeakMeter(): PeakMeter {
  let half = Number.NEGATIVE_INFINITY
  let before = 0
  let bytesSoFar = 0
  let most = 0
  return {
    add(seconds, bytes) {
      const at = Math.floor(seconds / HALF_SECONDS)
      if (at > half) {
        before = at === half + 1 ? bytesSoFar : 0
        bytesSoFar = 0
        half = at
      }
      bytesSoFar += bytes
      most = Math.max(most, before + bytesSoFar)
    },
    read: () => (most * 8) / SPAN_SECONDS,
  }
}
