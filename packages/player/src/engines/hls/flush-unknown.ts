import type { Events, default as Hls } from 'hls.js'

/** This much stays ahead of the viewer while the chosen rendition arrives. Seconds. */
const KEEP_S = 2

/**
 * Drops what is buffered ahead where an earlier instance put it there. hls.js makes room for a chosen level only
 * around segments that it has loaded itself; after a transfer it knows none, and the choice would wait for the whole buffer.
 */
export function flushUnknown(hls: Hls, media: HTMLMediaElement, flushing: Events.BUFFER_FLUSHING): void {
  if (hls.currentLevel >= 0 || media.readyState === 0) return
  const fragments = hls.levels.flatMap((level) => level.details?.fragments ?? [])
  // The middle of a segment: at its edge, rounding may leave a hole or a sliver of the old picture.
  const middles = fragments.map(({ start, duration }) => start + duration / 2)
  const startOffset = Math.min(...middles.filter((middle) => middle >= media.currentTime + KEEP_S))
  if (Number.isFinite(startOffset)) {
    hls.trigger(flushing, { startOffset, endOffset: Number.POSITIVE_INFINITY, type: 'video' })
  }
}
