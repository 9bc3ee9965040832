import { type Box, listBoxes } from '../source/read-boxes.ts'
import { CmafFailure } from './cmaf-failure.ts'

/** A sample of a fragment, in decoding order. Times in ticks of its track. */
export interface FragmentSample {
  /** When it is shown. */
  readonly shownAt: number
  /** How long it is decoded for, as the encoder's muxer wrote it. */
  readonly duration: number
  readonly bytes: number
  readonly isSync: boolean
}

export interface Fragment {
  readonly samples: readonly FragmentSample[]
  /** Where the first one's bytes begin, counted from the first byte of `moof`. */
  readonly dataOffset: number
}

/** sample_is_non_sync_sample (ISO/IEC 14496-12 §8.8.3.1). */
const NON_SYNC = 0x00010000

/** tfhd flags (§8.8.7) and trun flags (§8.8.8). */
const TFHD = { baseOffset: 0x1, description: 0x2, duration: 0x8, size: 0x10, flags: 0x20 } as const
const TRUN = {
  dataOffset: 0x1,
  firstFlags: 0x4,
  duration: 0x100,
  size: 0x200,
  flags: 0x400,
  offset: 0x800,
} as const

/**
 * Reads a `moof` box of one track and one run, header included, as ffmpeg's muxer writes it.
 * @throws CmafFailure for any other
 */
export function readFragment(moof: Uint8Array): Fragment {
  const view = new DataView(moof.buffer, moof.byteOffset, moof.length)
  const traf = only(listBoxes(moof, 8, moof.length), 'traf')
  const inside = listBoxes(moof, traf.content, Math.min(traf.end, moof.length))
  try {
    const defaults = readDefaults(view, only(inside, 'tfhd'))
    return readRun(view, only(inside, 'trun'), defaults, readDecodeTime(view, only(inside, 'tfdt')))
  } catch (error) {
    if (error instanceof RangeError) throw new CmafFailure('a fragment ends early', { cause: error })
    throw error
  }
}

function only(boxes: readonly Box[], type: string): Box {
  const [box, second] = boxes.filter((one) => one.type === type)
  if (!box || second) throw new CmafFailure(`a fragment without exactly one ${type}`)
  return box
}

interface SampleDefaults {
  readonly duration: number
  readonly bytes: number
  readonly flags: number
}

function readDefaults(view: DataView, { content }: Box): SampleDefaults {
  const flags = view.getUint32(content) & 0xffffff
  let at = content + 8
  const next = (isThere: boolean, size: number) => {
    const found = isThere && size === 4 ? view.getUint32(at) : 0
    if (isThere) at += size
    return found
  }
  next((flags & TFHD.baseOffset) !== 0, 8)
  next((flags & TFHD.description) !== 0, 4)
  const duration = next((flags & TFHD.duration) !== 0, 4)
  const bytes = next((flags & TFHD.size) !== 0, 4)
  return { duration, bytes, flags: next((flags & TFHD.flags) !== 0, 4) }
}

function readDecodeTime(view: DataView, { content }: Box): number {
  return view.getUint8(content) === 1 ? Number(view.getBigUint64(content + 4)) : view.getUint32(content + 4)
}

function readRun(view: DataView, { content }: Box, defaults: SampleDefaults, decodeTime: number): Fragment {
  const flags = view.getUint32(content) & 0xffffff
  const count = view.getUint32(content + 4)
  let at = content + 8
  const next = (flag: number, otherwise: number) => {
    if ((flags & flag) === 0) return otherwise
    at += 4
    return view.getUint32(at - 4)
  }
  const dataOffset = next(TRUN.dataOffset, 0)
  const firstFlags = next(TRUN.firstFlags, defaults.flags)
  const samples: FragmentSample[] = []
  let decodedAt = decodeTime
  for (let index = 0; index < count; index += 1) {
    const duration = next(TRUN.duration, defaults.duration)
    const bytes = next(TRUN.size, defaults.bytes)
    const sampleFlags = next(TRUN.flags, index === 0 ? firstFlags : defaults.flags)
    // Signed in version 1, and read so by all where version 0 has one.
    const offset = next(TRUN.offset, 0) | 0
    samples.push({ shownAt: decodedAt + offset, duration, bytes, isSync: (sampleFlags & NON_SYNC) === 0 })
    decodedAt += duration
  }
  return { samples, dataOffset }
}
