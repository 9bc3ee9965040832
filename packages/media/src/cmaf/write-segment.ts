import { box, concatenate, fullBox, letters, uint32s, uint64 } from './write-boxes.ts'

/** A sample of a segment, in decoding order. Times in ticks of its track. */
export interface SegmentSample {
  readonly shownAt: number
  readonly isSync: boolean
  readonly data: Uint8Array
}

export interface SegmentPlan {
  /** From 1. */
  readonly number: number
  /** When the next segment begins, in ticks. */
  readonly endTicks: number
  /** By how much the initialization segment's edit list takes back what each sample's offset adds. */
  readonly compositionShift: number
  readonly samples: readonly SegmentSample[]
}

/** sample_depends_on 2 («on none») and 1 («on others», and no sync sample): ISO/IEC 14496-12 §8.8.3.1. */
const SYNC_FLAGS = 0x02000000
const NON_SYNC_FLAGS = 0x01010000

/** Brands of a CMAF segment (ISO/IEC 23000-19 §7.3.1) and a DASH media segment (ISO/IEC 23009-1 §6.3.4.2). */
const STYP = box('styp', letters('msdh'), uint32s(0), letters('msdh'), letters('cmfs'))

/**
 * One media segment: `styp`, and one fragment with all its samples. Samples are decoded at the times at which pictures are
 * shown, in their order: so segments meet without hole or overlap, wherever and by whatever encoder they were made, and of
 * each the decoding time is when it is first shown.
 */
export function writeSegment(plan: SegmentPlan): Uint8Array {
  const data = plan.samples.map((sample) => sample.data)
  const length = writeMoof(plan, 0).length
  const mdat = uint32s(data.reduce((sum, one) => sum + one.length, 8))
  return concatenate([STYP, writeMoof(plan, length + 8), mdat, letters('mdat'), ...data])
}

/** When a segment's samples are decoded; the last entry is its end. */
export function decodingTimes({ samples, endTicks }: Pick<SegmentPlan, 'samples' | 'endTicks'>): number[] {
  return [...samples.map((sample) => sample.shownAt).sort((a, b) => a - b), endTicks]
}

/** @param dataOffset from the first byte of `moof` to the first sample's */
function writeMoof(plan: SegmentPlan, dataOffset: number): Uint8Array {
  const { samples } = plan
  const times = decodingTimes(plan)
  const durations = samples.map((_, index) => (times[index + 1] ?? 0) - (times[index] ?? 0))
  const offsets = samples.map(({ shownAt }, index) => shownAt - (times[index] ?? 0) + plan.compositionShift)
  const flags = samples.map(({ isSync }) => (isSync ? SYNC_FLAGS : NON_SYNC_FLAGS))
  const columns = [
    { flag: 0x100, values: durations, byDefault: sameOf(durations) },
    { flag: 0x200, values: samples.map(({ data }) => data.length), byDefault: null },
    { flag: 0x400, values: flags, byDefault: sameOf(flags) },
    { flag: 0x800, values: offsets, byDefault: offsets.every((offset) => offset === 0) ? 0 : null },
  ]
  const listed = columns.filter(({ byDefault }) => byDefault === null)
  const run = fullBox(
    'trun',
    1,
    listed.reduce((sum, { flag }) => sum | flag, 0x1),
    uint32s(samples.length, dataOffset),
    uint32s(...samples.flatMap((_, index) => listed.map(({ values }) => values[index] ?? 0))),
  )
  const decodeTime = fullBox('tfdt', 1, 0, uint64(times[0] ?? 0))
  const track = box('traf', trackHeader(sameOf(durations), sameOf(flags)), decodeTime, run)
  return box('moof', fullBox('mfhd', 0, 0, uint32s(plan.number)), track)
}

/** `tfhd`, default-base-is-moof, of the only track. */
function trackHeader(duration: number | null, flags: number | null): Uint8Array {
  const present = 0x020000 + (duration === null ? 0 : 0x8) + (flags === null ? 0 : 0x20)
  const defaults = [duration, flags].filter((value) => value !== null)
  return fullBox('tfhd', 0, present, uint32s(1, ...defaults))
}

function sameOf(values: readonly number[]): number | null {
  const [first] = values
  return first !== undefined && values.every((value) => value === first) ? first : null
}
