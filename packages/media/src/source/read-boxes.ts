import type { PictureSize } from './source-facts.ts'

/** One box of an ISO base media file (ISO/IEC 14496-12 §4.2). Positions in bytes from where the walk began. */
export interface Box {
  readonly type: string
  readonly start: number
  /** First byte after the header. */
  readonly content: number
  /** First byte after the box; may lie past the end of the file when the file is cut. */
  readonly end: number
}

/** Bytes enough for any box header: 32-bit size, type, 64-bit size. */
export const BOX_HEADER_BYTES = 16

/**
 * Reads one header. Null where the bytes are no box: fewer than 8, or a size smaller than the header.
 * @param limit where the enclosing box or the file ends, for a size of 0 («to the end»)
 */
export function readBoxHeader(bytes: Uint8Array, at: number, start: number, limit: number): Box | null {
  if (at + 8 > bytes.length) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset + at)
  const size32 = view.getUint32(0)
  const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
  if (size32 === 0) return { type, start, content: start + 8, end: limit }
  if (size32 !== 1) return size32 < 8 ? null : { type, start, content: start + 8, end: start + size32 }
  if (view.byteLength < 16) return null
  const size64 = Number(view.getBigUint64(8))
  return size64 < 16 ? null : { type, start, content: start + 16, end: start + size64 }
}

/** The boxes directly inside `[from, to)` of `bytes`. Stops at what is no box. */
export function listBoxes(bytes: Uint8Array, from: number, to: number): Box[] {
  const boxes: Box[] = []
  let at = from
  while (at < to) {
    const box = readBoxHeader(bytes, at, at, to)
    if (!box) return boxes
    boxes.push(box)
    at = box.end
  }
  return boxes
}

/** What a `moov` box states, before any decoder has corrected it. */
export interface MovieHeader {
  /** Picture sizes of the visual sample entries, in track order. */
  readonly stated: readonly PictureSize[]
  /** Has `mvex`: the media follows in fragments, and the durations of `moov` mean nothing. */
  readonly fragmented: boolean
}

/** Reads the content of a `moov` box (header excluded). Never throws: what is malformed is left out. */
export function readMovieHeader(moov: Uint8Array): MovieHeader {
  const boxes = listBoxes(moov, 0, moov.length)
  const stated = boxes.filter((box) => box.type === 'trak').flatMap((track) => statedSizes(moov, track))
  return { stated, fragmented: boxes.some((box) => box.type === 'mvex') }
}

const HANDLER_TYPE_OFFSET = 8
/** SampleEntry 16 bytes after its size and type, then width and height (§12.1.3). */
const VISUAL_WIDTH_OFFSET = 32

function statedSizes(moov: Uint8Array, track: Box): PictureSize[] {
  const media = child(moov, track, 'mdia')
  const handler = media && child(moov, media, 'hdlr')
  if (!media || !handler || text(moov, handler.content + HANDLER_TYPE_OFFSET) !== 'vide') return []
  const information = child(moov, media, 'minf')
  const table = information && child(moov, information, 'stbl')
  const descriptions = table && child(moov, table, 'stsd')
  if (!descriptions) return []
  const entries = listBoxes(moov, descriptions.content + 8, Math.min(descriptions.end, moov.length))
  return entries.flatMap((entry) => visualSize(moov, entry))
}

function visualSize(moov: Uint8Array, entry: Box): PictureSize[] {
  const at = entry.start + VISUAL_WIDTH_OFFSET
  if (at + 4 > Math.min(entry.end, moov.length)) return []
  const view = new DataView(moov.buffer, moov.byteOffset + at)
  return [{ width: view.getUint16(0), height: view.getUint16(2) }]
}

function child(bytes: Uint8Array, parent: Box, type: string): Box | undefined {
  return listBoxes(bytes, parent.content, Math.min(parent.end, bytes.length)).find((box) => box.type === type)
}

function text(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4))
}
