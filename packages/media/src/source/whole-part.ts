import { SEGMENT_SECONDS } from '../ladder/ladder.ts'
import type { Packet } from './measure-packets.ts'

/** What a film has at least before it breaks, in seconds: less is refused as a whole. */
export const SHORTEST_WHOLE_PART = SEGMENT_SECONDS

/** What of a film comes before it breaks, and needs nothing of what comes after. */
export interface WholePart {
  /** How many packets of the picture stream it is, from its first keyframe on, in the order of the file. */
  readonly packets: number
  /** Seconds on the container's clock. */
  readonly end: number
}

/** Clocks of 1 ms (Matroska, FLV) say a packet's time and its frame's, rounded on other ways, up to that much apart. */
const SAME_MOMENT = 0.0015
/** Less than a tick of any clock. */
const ROUNDING = 0.000_005

/**
 * The film up to the last whole segment, or the last whole group of pictures where that is later, before the first picture
 * that could not be decoded; where all could, before its last one, which may be half there. Pictures before that end which need
 * one from behind it go too. Null where what is left is shorter than SHORTEST_WHOLE_PART, or where packets have no times.
 * @param pictures packets of the picture stream, in the order of the file
 * @param decoded when the frames are shown that came of them, in seconds on the container's clock
 */
export function findWholePart(pictures: readonly Packet[], decoded: readonly number[]): WholePart | null {
  const firstKey = pictures.findIndex(({ isKey }) => isKey)
  const packets = firstKey < 0 ? [] : pictures.slice(firstKey)
  const shown = packets.filter(({ isDiscarded }) => !isDiscarded).map(({ pts }) => pts)
  const times = Float64Array.from(shown).sort()
  const [start] = times
  if (start === undefined || decoded.length === 0 || shown.some(Number.isNaN)) return null
  const damage = firstMissing(times, Float64Array.from(decoded).sort()) ?? times.at(-1) ?? start
  const boundary = packets
    .filter(({ isKey, pts }) => isKey && pts <= damage)
    .reduce((latest, { pts }) => Math.max(latest, pts), lastSegmentEnd(start, damage))
  const part = lastComplete(packets, boundary)
  return part && part.end - start >= SHORTEST_WHOLE_PART - ROUNDING ? part : null
}

/** Pictures before the first that was decoded do not count: a recording may begin with some that name earlier ones. */
function firstMissing(shown: Float64Array, decoded: Float64Array): number | null {
  const from = (decoded[0] ?? 0) - SAME_MOMENT
  let at = 0
  for (const time of shown.subarray(shown.findIndex((moment) => moment >= from))) {
    while ((decoded[at] ?? Number.POSITIVE_INFINITY) < time - SAME_MOMENT) at += 1
    if ((decoded[at] ?? Number.POSITIVE_INFINITY) > time + SAME_MOMENT) return time
  }
  return null
}

const lastSegmentEnd = (start: number, moment: number) =>
  start + Math.floor((moment - start + ROUNDING) / SEGMENT_SECONDS) * SEGMENT_SECONDS

/** The most packets, all shown before `boundary`, of which none is shown after one that is left out. */
function lastComplete(packets: readonly Packet[], boundary: number): WholePart | null {
  const ends = firstTimesFrom(packets)
  let latest = Number.NEGATIVE_INFINITY
  let part: WholePart | null = null
  for (const [index, { pts, isDiscarded }] of packets.entries()) {
    if (!isDiscarded) latest = Math.max(latest, pts)
    if (latest > boundary - ROUNDING) break
    const end = Math.min(boundary, ends[index + 1] ?? boundary)
    if (latest < end) part = { packets: index + 1, end }
  }
  return part
}

/** Of each packet, the earliest time that it or a later one of the file is shown. */
function firstTimesFrom(packets: readonly Packet[]): Float64Array {
  const times = new Float64Array(packets.length)
  let earliest = Number.POSITIVE_INFINITY
  for (let index = packets.length - 1; index >= 0; index -= 1) {
    const packet = packets[index]
    if (packet && !packet.isDiscarded) earliest = Math.min(earliest, packet.pts)
    times[index] = earliest
  }
  return times
}
