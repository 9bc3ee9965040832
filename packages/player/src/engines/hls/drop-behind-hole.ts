import type { Events, default as Hls } from 'hls.js'

/**
 * Drops what lies behind a hole that the viewer has passed. Where a set goes on in the buffers of another, its first
 * segment removes old pictures, and with them those that were decoded from them (Media Source Extensions, 3.5.8): some
 * hundredths of a second that playback steps over. hls.js never calls `endOfStream` while such a hole is buffered, so that
 * a film would stop just before its end.
 */
export function dropBehindHole(hls: Hls, media: HTMLMediaElement, flushing: Events.BUFFER_FLUSHING): void {
  const endOffset = passedHole(media, hls.config.maxBufferHole)
  if (endOffset !== undefined) hls.trigger(flushing, { startOffset: 0, endOffset, type: null })
}

/** Where the buffered range of the viewer begins, in seconds, if another ends less than `tolerance` before it. */
function passedHole({ buffered, currentTime }: HTMLMediaElement, tolerance: number): number | undefined {
  for (let i = 1; i < buffered.length; i++) {
    const start = buffered.start(i)
    const isWithin = start <= currentTime && currentTime < buffered.end(i)
    if (isWithin && start - buffered.end(i - 1) <= tolerance) return start
  }
  return undefined
}
