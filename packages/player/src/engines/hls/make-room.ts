import type { Events, default as Hls } from 'hls.js'

/** This much stays ahead of the viewer while the chosen rendition arrives. Seconds. */
const KEEP_AHEAD_S = 2

/**
 * This much stays behind the viewer. Media Source Extensions (3.5.9, coded frame removal) remove up to the next random
 * access point, and the longest GOP of any set of ours is 10 s: the picture on screen stays whole. Seconds.
 */
export const KEEP_BEHIND_S = 12

/**
 * Drops what is buffered around the viewer where hls.js does not. It makes room for a chosen level only around segments
 * that it has loaded itself and that have a successor: after a transfer it knows none, and in the last segment there is
 * none, so that the choice would wait for the whole buffer, or a film that starts over would show the old rendition.
 */
export function makeRoom(hls: Hls, media: HTMLMediaElement, flushing: Events.BUFFER_FLUSHING): void {
  if (media.readyState === 0) return
  const flush = (startOffset: number, endOffset: number) => {
    if (startOffset < endOffset) hls.trigger(flushing, { startOffset, endOffset, type: 'video' })
  }
  const fragments = hls.levels.flatMap((level) => level.details?.fragments ?? [])
  // The middle of a segment: at its edge, rounding may leave a hole or a sliver of the old picture.
  const middles = fragments.map(({ start, duration }) => start + duration / 2)
  const ahead = Math.min(...middles.filter((middle) => middle >= media.currentTime + KEEP_AHEAD_S))
  flush(ahead, Number.POSITIVE_INFINITY)
  flush(0, media.currentTime - KEEP_BEHIND_S)
}
