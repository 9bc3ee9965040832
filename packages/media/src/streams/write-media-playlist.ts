import type { ShownTrack } from './compose-stream.ts'
import type { StreamHead } from './stream-head.ts'
import { initName, segmentName } from './stream-names.ts'

/**
 * A track's playlist (RFC 8216 §4.3.3), whether it grows or has ended: what was written before stays as it is, and the end
 * is one more line, as §6.2.1 asks of a playlist that players have read already. EVENT says that nothing of it goes away,
 * and EXT-X-START that a film is watched from its beginning however far it has grown. EXT-X-MAP needs version 6.
 */
export function writeMediaPlaylist({ track, segments, ended }: ShownTrack, head: StreamHead): string {
  // A slide show has longer segments than it announces; it is one chunk, so that this never changes either.
  const target = segments.reduce(
    (longest, { durationTicks }) => Math.max(longest, Math.round(durationTicks / track.timescale)),
    head.targetSeconds,
  )
  const lines = [
    ...['#EXTM3U', '#EXT-X-VERSION:6', `#EXT-X-TARGETDURATION:${target}`],
    ...['#EXT-X-PLAYLIST-TYPE:EVENT', '#EXT-X-START:TIME-OFFSET=0'],
    `#EXT-X-MAP:URI="${initName(track.name)}"`,
    ...segments.flatMap(({ number, durationTicks }) => [
      // A millisecond would add up: to five seconds in the longest films.
      `#EXTINF:${(durationTicks / track.timescale).toFixed(6)},`,
      segmentName(track.name, number),
    ]),
    ...(ended ? ['#EXT-X-ENDLIST'] : []),
  ]
  return `${lines.join('\n')}\n`
}
