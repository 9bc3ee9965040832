import { growingFloats } from './growing-array.ts'
import { createPeakMeter } from './peak-rate.ts'

/** A packet as the demuxer delivered it. Times in seconds; NaN where it has none. */
export interface Packet {
  readonly streamIndex: number
  readonly pts: number
  readonly duration: number
  readonly size: number
  readonly isKey: boolean
  /** Outside the edit list: decoded, never shown. */
  readonly isDiscarded: boolean
}

/** Reads one CSV line of `packetArguments`; null for the empty lines that side data leave. */
export function parsePacketLine(line: string): Packet | null {
  const [streamIndex, pts, dts, duration, size, flags] = line.split(',')
  if (!streamIndex || flags === undefined) return null
  // AVI has no presentation times; its decoding times are as good without B-frames.
  const shown = Number(pts === 'N/A' ? dts : pts)
  return {
    streamIndex: Number(streamIndex),
    pts: shown,
    duration: Number(duration),
    size: Number(size),
    isKey: flags.startsWith('K'),
    isDiscarded: flags.charAt(1) === 'D',
  }
}

/** Times in seconds on the container's clock. */
export interface PacketMeasure {
  readonly frames: number
  readonly bytes: number
  /** Bits per second, of the busiest two seconds. */
  readonly peakRate: number
  readonly first: number
  /** End of the last shown packet. */
  readonly end: number
  readonly maxGop: number
  /** Where the picture can begin: the first keyframe, or `first` where a hidden one precedes it or there is none at all. */
  readonly firstKey: number
  /** Packets that come before that moment in the file, of this stream. */
  readonly beforeKey: number
  /** Packets that an edit list hides before the first shown one: a trimmed recording is decoded from there. */
  readonly hiddenBefore: number
  /** How long the last packet is shown. */
  readonly lastStep: number
  /** From where decoding can begin, in ascending order; `first` among them where a hidden keyframe precedes it. */
  readonly keys: Float64Array
  /** Longest distance between neighbours in presentation order. */
  readonly longestStep: number
  /** Median distance between neighbours in presentation order. */
  readonly typicalStep: number
  /** Mean distance; exact where a clock of 1 ms makes the median 33 for 33.37. */
  readonly meanStep: number
  /** Share of distances that differ from the median by more than a tenth and 1 ms; 0 to 1. */
  readonly irregularity: number
}

/** Collects what the packets of one stream say; 16 bytes of memory a frame. */
export interface PacketMeter {
  add(packet: Packet): void
  readonly frames: number
  measure(): PacketMeasure
}

export function createPacketMeter(): PacketMeter {
  const times = growingFloats()
  const keys = growingFloats()
  const peak = createPeakMeter()
  let bytes = 0
  let beforeKey = 0
  let hiddenBefore = 0
  let hiddenKey = false
  let lastDuration = 0
  let lastPts = Number.NEGATIVE_INFINITY
  return {
    get frames() {
      return times.length
    },
    add(packet) {
      bytes += packet.size
      if (packet.isDiscarded && times.length === 0) {
        hiddenBefore += 1
        hiddenKey ||= packet.isKey
      }
      if (packet.isDiscarded || Number.isNaN(packet.pts)) return
      times.add(packet.pts)
      peak.add(packet.pts, packet.size)
      if (packet.isKey) keys.add(packet.pts)
      if (keys.length === 0) beforeKey += 1
      if (packet.pts < lastPts) return
      lastPts = packet.pts
      lastDuration = Number.isNaN(packet.duration) ? 0 : packet.duration
    },
    measure() {
      const sorted = withoutHidden(times.read().toSorted())
      const steps = distances(sorted).sort()
      const typicalStep = median(steps)
      const first = sorted[0] ?? 0
      const lastStep = lastDuration || typicalStep
      const end = (sorted.at(-1) ?? 0) + lastStep
      const starts = hiddenKey ? Float64Array.from([first, ...keys.read()]) : keys.read()
      return {
        frames: sorted.length,
        bytes,
        peakRate: peak.read(),
        first,
        end,
        maxGop: longestGap(starts, end),
        keys: starts.toSorted(),
        longestStep: steps.at(-1) ?? 0,
        firstKey: starts[0] ?? first,
        beforeKey: hiddenKey ? hiddenBefore : keys.length === 0 ? 0 : beforeKey,
        hiddenBefore,
        lastStep,
        typicalStep,
        meanStep: steps.length > 0 ? ((sorted.at(-1) ?? first) - first) / steps.length : 0,
        irregularity: shareOff(steps, typicalStep),
      }
    },
  }
}

/** VP9 stores frames that are never shown as packets of their own, at most a tick of 1 ms before the next. */
function withoutHidden(sorted: Float64Array): Float64Array {
  const nearest = Math.min(median(distances(sorted).sort()) / 4, 0.0015)
  // `filter` would make an object of each number on its way.
  const kept = growingFloats()
  for (const [index, time] of sorted.entries())
    if ((sorted[index + 1] ?? Number.POSITIVE_INFINITY) - time > nearest) kept.add(time)
  return kept.read()
}

function median(sorted: Float64Array): number {
  return sorted[sorted.length >> 1] ?? 0
}

function distances(sorted: Float64Array): Float64Array {
  return sorted.subarray(1).map((time, index) => time - (sorted[index] ?? time))
}

/** Clocks of 1 ms (Matroska, FLV) move a step by up to 1 ms, so that much is still regular. */
function shareOff(steps: Float64Array, typical: number): number {
  if (steps.length === 0) return 0
  const tolerance = Math.max(typical / 10, 0.0011)
  const off = steps.reduce((count, step) => (Math.abs(step - typical) > tolerance ? count + 1 : count), 0)
  return off / steps.length
}

function longestGap(keys: Float64Array, end: number): number {
  return keys.reduce((longest, key, index) => Math.max(longest, (keys[index + 1] ?? end) - key), 0)
}
