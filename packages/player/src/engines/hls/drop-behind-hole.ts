import type { Events, default as Hls, SourceBufferName } from 'hls.js'

/** The buffers of an instance, by what they hold. */
export type Buffers = Partial<Record<SourceBufferName, Pick<SourceBuffer, 'buffered'>>>

/**
 * Drops what lies behind a hole that the viewer has passed. Where a set goes on in the buffers of another, its first
 * segment removes old pictures, and with them those that were decoded from them (Media Source Extensions, 3.5.8): some
 * hundredths of a second that playback steps over. hls.js never calls `endOfStream` while such a hole is buffered, so that
 * a film would stop just before its end.
 */
export function dropBehindHole(
  hls: Hls,
  buffers: Buffers,
  currentTime: number,
  flushing: Events.BUFFER_FLUSHING,
): void {
  for (const [type, { buffered }] of Object.entries(buffers) as [SourceBufferName, SourceBuffer][]) {
    const endOffset = passedHole(buffered, currentTime, hls.config.maxBufferHole)
    if (endOffset !== undefined) hls.trigger(flushing, { startOffset: 0, endOffset, type })
  }
}

/**
 * Where the range of the viewer begins, in seconds, if another ends less than `tolerance` before it. Nothing is decoded
 * across a hole, so that this is a random access point, and dropping up to it takes nothing of the range itself.
 */
export function passedHole(ranges: TimeRanges, currentTime: number, tolerance: number): number | undefined {
  for (let i = 1; i < ranges.length; i++) {
    const start = ranges.start(i)
    const isWithin = start <= currentTime && currentTime < ranges.end(i)
    if (isWithin && start - ranges.end(i - 1) <= tolerance) return start
  }
  return undefined
}
