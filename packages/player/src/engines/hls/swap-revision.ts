import type { AttachMediaSourceData, default as Hls } from 'hls.js'
import { KEEP_BEHIND_S } from './make-room.ts'
import { segmentMiddle } from './segment-middle.ts'

/** A set whose playlists do not answer within this is given up, and the old one plays on. Milliseconds. */
const PREPARE_MS = 15_000

/** Of the old set this much stays ahead of the viewer, so that the new one has time to arrive. Seconds. */
const KEEP_S = 6

type HlsClass = typeof Hls

/** Resolves once the instance has read its multivariant playlist; rejects on a fatal error or when it takes too long. */
export function manifestParsed(hls: Hls, { Events }: HlsClass): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(new Error('the playlist took too long'))), PREPARE_MS)
    const parsed = () => settle(resolve)
    const failed = (_: unknown, data: { fatal: boolean; details: string }) => {
      if (data.fatal) settle(() => reject(new Error(data.details)))
    }
    function settle(end: () => void): void {
      clearTimeout(timer)
      hls.off(Events.MANIFEST_PARSED, parsed)
      hls.off(Events.ERROR, failed)
      end()
    }
    hls.on(Events.MANIFEST_PARSED, parsed)
    hls.on(Events.ERROR, failed)
  })
}

/**
 * Whether the next set may go on in the source buffers that are there: both keep sound in a buffer of its own, or both do
 * not. A MediaSource takes no further buffers once it has media.
 */
export function canTransfer(current: Hls, next: Hls): boolean {
  const media = current.media
  if (!media || media.error || media.ended) return false
  if (current.levels.length === 0 || next.levels.length === 0) return false
  return separateSound(current) === separateSound(next) && hasSound(current) === hasSound(next)
}

function separateSound(hls: Hls): boolean {
  return hls.allAudioTracks.some((track) => Boolean(track.url))
}

function hasSound(hls: Hls): boolean {
  return separateSound(hls) || hls.levels.some((level) => Boolean(level.audioCodec))
}

/** Where the old set ends and the new one goes on, in seconds: the middle of one of the new segments, a little ahead. */
export async function findSeam(next: Hls, media: HTMLMediaElement): Promise<number | undefined> {
  const url = next.levels[0]?.url[0]
  if (!url) return undefined
  const response = await fetch(url, { signal: AbortSignal.timeout(PREPARE_MS) })
  return segmentMiddle(await response.text(), media.currentTime + KEEP_S)
}

/**
 * Leaves of the old set what is needed to go on, in buffers that are between two owners: from a GOP before the viewer to
 * the seam. Old pictures left behind new ones keep Chromium from ever reaching the end, and those at the front would come
 * back, in whatever rendition they were, when the viewer seeks.
 */
export async function cutAround(
  currentTime: number,
  seam: number | undefined,
  { tracks }: AttachMediaSourceData,
): Promise<void> {
  const buffers = Object.values(tracks ?? {}).flatMap((track) => (track?.buffer ? [track.buffer] : []))
  for (const buffer of buffers) {
    await whenIdle(buffer)
    if (currentTime > KEEP_BEHIND_S) buffer.remove(0, currentTime - KEEP_BEHIND_S)
    await whenIdle(buffer)
    if (seam !== undefined) buffer.remove(seam, Number.POSITIVE_INFINITY)
    await whenIdle(buffer)
  }
}

type Buffer = Pick<SourceBuffer, 'updating' | 'addEventListener'>

function whenIdle(buffer: Buffer): Promise<void> {
  if (!buffer.updating) return Promise.resolve()
  return new Promise((resolve) => buffer.addEventListener('updateend', () => resolve(), { once: true }))
}
