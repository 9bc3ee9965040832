import { type Box, listBoxes } from '../source/read-boxes.ts'
import { CmafFailure } from './cmaf-failure.ts'
import { box, fullBox, uint32s } from './write-boxes.ts'

/**
 * A `moov` box, header included, with an edit list that takes back a constant composition offset (ISO/IEC 23000-19
 * §7.5.13). Offsets without one would have to be negative: players take both, but ffmpeg 5.1 reads negative ones of
 * fragments late by as much.
 */
export function initializationSegment(moov: Uint8Array, compositionShift: number): Uint8Array {
  if (compositionShift === 0) return moov
  const track = only(moov, 8, moov.length, 'trak')
  const media = only(moov, track.content, track.end, 'mdia')
  // One edit, as long as the track whatever that is: duration, time of its media, rate 1.0.
  const edits = box('edts', fullBox('elst', 0, 0, uint32s(1, 0, compositionShift, 0x00010000)))
  return box(
    'moov',
    moov.subarray(8, track.start),
    box('trak', moov.subarray(track.content, media.start), edits, moov.subarray(media.start, track.end)),
    moov.subarray(track.end),
  )
}

/** What an initialization segment says of its track. */
export interface TrackDescription {
  /** RFC 6381 §3.3: `avc1.64001f`, `hvc1.1.6.L93.90`, `vp09.00.31.08`, `av01.0.05M.08`, `mp4a.40.2`. */
  readonly codec: string
  /** Ticks a second. */
  readonly timescale: number
}

/** @throws CmafFailure where it is not of one track that a ladder or its sound may have */
export function describeInitialization(init: Uint8Array): TrackDescription {
  const moov = only(init, 0, init.length, 'moov')
  const track = only(init, moov.content, moov.end, 'trak')
  const media = only(init, track.content, track.end, 'mdia')
  const header = only(init, media.content, media.end, 'mdhd')
  const information = only(init, media.content, media.end, 'minf')
  const table = only(init, information.content, information.end, 'stbl')
  const descriptions = only(init, table.content, table.end, 'stsd')
  const [entry] = listBoxes(init, descriptions.content + 8, descriptions.end)
  const view = new DataView(init.buffer, init.byteOffset, init.length)
  // mdhd §8.4.2: after two times, of 32 bits or, in version 1, of 64.
  const timescale = view.getUint32(header.content + (view.getUint8(header.content) === 1 ? 20 : 12))
  if (entry?.type === 'mp4a') return { codec: soundCodec(init, entry), timescale }
  if (entry?.type === 'Opus') return { codec: opusCodec(init, entry), timescale }
  const codec = entry && pictureCodec(init, entry)
  if (codec) return { codec, timescale }
  throw new CmafFailure(`a track of ${entry?.type ?? 'nothing'}`)
}

/** Where boxes follow in a sample entry: VisualSampleEntry §12.1.3, AudioSampleEntry §12.2.3. */
const VISUAL_ENTRY_BYTES = 78
const AUDIO_ENTRY_BYTES = 28

/** By its sample entry: the box of the decoder's configuration, and what is said of it. */
const CONFIGURATIONS: Readonly<
  Record<string, { readonly box: string; readonly describe: (configuration: Uint8Array) => string }>
> = {
  avc1: { box: 'avcC', describe: describeAvc },
  hvc1: { box: 'hvcC', describe: describeHevc },
  vp09: { box: 'vpcC', describe: describeVp9 },
  av01: { box: 'av1C', describe: describeAv1 },
}

/** Undefined where no ladder has such pictures. */
function pictureCodec(init: Uint8Array, entry: Box): string | undefined {
  const configuration = CONFIGURATIONS[entry.type]
  if (!configuration) return undefined
  const found = only(init, entry.content + VISUAL_ENTRY_BYTES, entry.end, configuration.box)
  return `${entry.type}.${configuration.describe(init.subarray(found.content, found.end))}`
}

/** Profile, constraints and level (ISO/IEC 14496-15 §5.3.3). */
function describeAvc(avcC: Uint8Array): string {
  return [...avcC.subarray(1, 4)].map(inHex).join('')
}

/** Profile, compatibility from its last bit to its first, tier and level, constraints up to the last that is set (§8.3.3, annex E). */
function describeHevc(hvcC: Uint8Array): string {
  const [, general = 0] = hvcC
  const view = new DataView(hvcC.buffer, hvcC.byteOffset, hvcC.length)
  const space = ['', 'A', 'B', 'C'][general >> 6]
  const constraints = [...hvcC.subarray(6, 12)].map((byte) => byte.toString(16))
  while (constraints.at(-1) === '0') constraints.pop()
  const compatibility = reverseBits(view.getUint32(2)).toString(16)
  const tier = (general & 0x20) === 0 ? 'L' : 'H'
  return [`${space}${general & 0x1f}`, compatibility, `${tier}${hvcC[12] ?? 0}`, ...constraints].join('.')
}

function reverseBits(value: number): number {
  return Number.parseInt(value.toString(2).padStart(32, '0').split('').reverse().join(''), 2)
}

/** Profile, level and bit depth behind version and flags (VP Codec ISO Media File Format Binding 1.0). */
function describeVp9(vpcC: Uint8Array): string {
  const [profile = 0, level = 0, depth = 0] = vpcC.subarray(4)
  return [profile, level, depth >> 4].map(inTwo).join('.')
}

/** Profile, level with its tier, bit depth (AV1 in ISOBMFF 1.3 §2.3.3 and §5). */
function describeAv1(av1C: Uint8Array): string {
  const [, second = 0, third = 0] = av1C
  const depth = (third & 0x40) === 0 ? 8 : (third & 0x20) === 0 ? 10 : 12
  return [second >> 5, `${inTwo(second & 0x1f)}${(third & 0x80) === 0 ? 'M' : 'H'}`, inTwo(depth)].join('.')
}

/** Object type of the stream, then of its AudioSpecificConfig (ISO/IEC 14496-1 §7.2.6, 14496-3 §1.6.2.1). */
function soundCodec(init: Uint8Array, entry: Box): string {
  const { content, end } = only(init, entry.content + AUDIO_ENTRY_BYTES, entry.end, 'esds')
  const stream = descriptor(init, content + 4, end, [])
  const config = descriptor(init, stream.content + 3, stream.end, [0x04])
  const specific = descriptor(init, config.content + 13, config.end, [0x05])
  const objectType = (init[specific.content] ?? 0) >> 3
  return `mp4a.${inHex(init[config.content] ?? 0)}.${objectType}`
}

/** Its configuration must say for how many channels it is, and how many samples come before the sound (Opus in ISOBMFF §4.3.2). */
function opusCodec(init: Uint8Array, entry: Box): string {
  const { content, end } = only(init, entry.content + AUDIO_ENTRY_BYTES, entry.end, 'dOps')
  const view = new DataView(init.buffer, init.byteOffset, init.length)
  if (end - content < 11 || view.getUint8(content) !== 0) throw new CmafFailure('a dOps of another version')
  if (view.getUint8(content + 1) === 0 || view.getUint16(content + 2) === 0)
    throw new CmafFailure('a dOps without channels, or without pre-skip')
  return 'opus'
}

interface Descriptor {
  readonly content: number
  readonly end: number
}

/** The descriptor at a place; its length is in groups of seven bits. @param tags which it may have; none: any */
function descriptor(bytes: Uint8Array, at: number, end: number, tags: readonly number[]): Descriptor {
  if (tags.length > 0 && !tags.includes(bytes[at] ?? 0)) throw new CmafFailure('an esds of another kind')
  let length = 0
  let next = at + 1
  for (; next < end; next += 1) {
    const byte = bytes[next] ?? 0
    length = (length << 7) | (byte & 0x7f)
    if (byte < 0x80) break
  }
  return { content: next + 1, end: next + 1 + length }
}

function only(bytes: Uint8Array, from: number, to: number, type: string): Box {
  const [found, second] = listBoxes(bytes, from, Math.min(to, bytes.length)).filter(
    (one) => one.type === type,
  )
  if (!found || second) throw new CmafFailure(`an initialization segment without exactly one ${type}`)
  return found
}

const inHex = (byte: number) => byte.toString(16).padStart(2, '0')
const inTwo = (number: number) => String(number).padStart(2, '0')
