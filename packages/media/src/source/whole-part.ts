import { SEGMENT_SECONDS } from '../ladder/ladder.ts'
import { isKeyAt, isShownAt, type Pictures } from './collect-pictures.ts'
import { growingFloats } from './growing-array.ts'

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
export function findWholePart(pictures: Pictures, decoded: Float64Array): WholePart | null {
  const packets = fromFirstKey(pictures)
  const times = shownTimes(packets).sort()
  const [start] = times
  // What is not a number is sorted to the end.
  if (start === undefined || decoded.length === 0 || Number.isNaN(times.at(-1))) return null
  const damage = firstMissing(times, decoded.toSorted()) ?? times.at(-1) ?? start
  const part = lastComplete(packets, Math.max(lastSegmentEnd(start, damage), lastKeyUntil(packets, damage)))
  return part && part.end - start >= SHORTEST_WHOLE_PART - ROUNDING ? part : null
}

function fromFirstKey(pictures: Pictures): Pictures {
  const { times, flags } = pictures
  const firstKey = flags.findIndex((_, index) => isKeyAt(pictures, index))
  const from = firstKey < 0 ? flags.length : firstKey
  return { times: times.subarray(from), flags: flags.subarray(from) }
}

function shownTimes(packets: Pictures): Float64Array {
  const shown = growingFloats()
  for (const [index, time] of packets.times.entries()) if (isShownAt(packets, index)) shown.add(time)
  return shown.read()
}

function lastKeyUntil(packets: Pictures, moment: number): number {
  return packets.times.reduce(
    (latest, time, index) => (isKeyAt(packets, index) && time <= moment ? Math.max(latest, time) : latest),
    Number.NEGATIVE_INFINITY,
  )
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
function lastComplete(packets: Pictures, boundary: number): WholePart | null {
  const ends = firstTimesFrom(packets)
  let latest = Number.NEGATIVE_INFINITY
  let part: WholePart | null = null
  for (const [index, time] of packets.times.entries()) {
    if (isShownAt(packets, index)) latest = Math.max(latest, time)
    if (latest > boundary - ROUNDING) break
    const end = Math.min(boundary, ends[index + 1] ?? boundary)
    if (latest < end) part = { packets: index + 1, end }
  }
  return part
}

/** Of each packet, the earliest time that it or a later one of the file is shown. */
function firstTimesFrom(packets: Pictures): Float64Array {
  const { times } = packets
  let earliest = Number.POSITIVE_INFINITY
  const first = new Float64Array(times.length)
  for (let index = times.length - 1; index >= 0; index -= 1) {
    if (isShownAt(packets, index)) earliest = Math.min(earliest, times[index] ?? earliest)
    first[index] = earliest
  }
  return first
}
