/**
 * The middle of the segment in which a moment lies, in seconds, read from a media playlist's EXTINF lines
 * (RFC 8216, 4.3.2.1); undefined past the end. A buffer cut there is continued by loading that segment again,
 * without a hole at either of its ends.
 */
export function segmentMiddle(playlist: string, moment: number): number | undefined {
  let start = 0
  for (const match of playlist.matchAll(/^#EXTINF:([\d.]+)/gm)) {
    const length = Number(match[1])
    if (moment < start + length) return start + length / 2
    start += length
  }
  return undefined
}
