import type { Events, default as Hls, SourceBufferName } from 'hls.js'

/** The buffers of an instance, by what they hold. */
export type Buffers = Partial<Record<SourceBufferName, Pick<SourceBuffer, 'buffered'>>>

/**
 * Steps over a hole that the viewer has passed, and drops what lies behind it. Where a set goes on in the buffers of another,
 * its first segment removes old pictures, and with them those that were decoded from them (Media Source Extensions, 3.5.8):
 * some hundredths of a second.
 *
 * Chromium's decoder reads to the end of a range and waits there while the sound goes on, and goes on itself after a seek
 * alone; once its range is gone it waits for ever. hls.js seeks over holes of the picture where the sound has none; here it saw
 * the hole in both, and did not. It never calls `endOfStream` while such a hole is buffered, so that a film would stop just
 * before its end.
 */
export function dropBehindHole(
  hls: Hls,
  buffers: Buffers,
  media: Pick<HTMLMediaElement, 'currentTime' | 'seeking'>,
  flushing: Events.BUFFER_FLUSHING,
): void {
  for (const [type, buffer] of Object.entries(buffers) as [SourceBufferName, SourceBuffer][]) {
    const endOffset = passedHole(buffer.buffered, media.currentTime, hls.config.maxBufferHole)
    if (endOffset === undefined) steppedOver.delete(buffer)
    if (endOffset === undefined || steppedOver.get(buffer) === endOffset) continue
    steppedOver.set(buffer, endOffset)
    if (!media.seeking) media.currentTime += SEEK_IN_PLACE_S
    hls.trigger(flushing, { startOffset: 0, endOffset, type })
  }
}

/** Where the hole that was stepped over last ended, of each buffer: dropping it may wait for an append, and one seek is enough. */
const steppedOver = new WeakMap<object, number>()

/** Makes decoders read anew, and is too little to interrupt the sound. Seconds; hls.js has the same. */
const SEEK_IN_PLACE_S = 0.000_001

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
