import type { ShownTrack, StreamSegment } from './compose-stream.ts'

/** Bit/s. */
export interface Bitrates {
  readonly peak: number
  readonly average: number
}

/**
 * The average, and the peak segment bit rate: the largest of any row of segments that lasts between half and one and a
 * half target durations (RFC 8216bis §4.4.6.2), so that a short last segment does not count for itself.
 */
export function measureBitrate({ track, segments }: ShownTrack, targetSeconds: number): Bitrates {
  const rate = (row: readonly StreamSegment[]) => {
    const ticks = row.reduce((sum, { durationTicks }) => sum + durationTicks, 0)
    const bytes = row.reduce((sum, segment) => sum + segment.bytes, 0)
    return ticks > 0 ? Math.ceil((bytes * 8 * track.timescale) / ticks) : 0
  }
  const rows = segments.flatMap((_, first) => rowsFrom(segments, first, track.timescale, targetSeconds))
  const average = rate(segments)
  return { average, peak: rows.reduce((peak, row) => Math.max(peak, rate(row)), average) }
}

function rowsFrom(
  segments: readonly StreamSegment[],
  first: number,
  timescale: number,
  targetSeconds: number,
): StreamSegment[][] {
  const rows: StreamSegment[][] = []
  let seconds = 0
  for (let end = first + 1; end <= segments.length; end++) {
    seconds += (segments[end - 1]?.durationTicks ?? 0) / timescale
    if (seconds > 1.5 * targetSeconds) return rows
    if (seconds >= 0.5 * targetSeconds) rows.push(segments.slice(first, end))
  }
  return rows
}
