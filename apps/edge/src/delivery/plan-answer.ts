import type { IncomingHttpHeaders } from 'node:http'
import { frameRanges, type RangesFrame } from '../http/byte-ranges.ts'
import { type ContentEncoding, chooseEncoding, encodedTag } from '../http/choose-encoding.ts'
import { isNotModified, isRangeCurrent } from '../http/evaluate-conditions.ts'
import { type ByteRange, placeRanges, type RangeSpec } from '../http/parse-range.ts'
import { type FileType, isCompressible } from './file-kinds.ts'

/** What the store says of an object: `size` in bytes, `etag` in its quotes. */
export interface KnownObject {
  readonly size: number
  readonly etag: string
  readonly lastModified: Date
}

/** What is asked of an object, read once. */
export interface Asked {
  readonly method: string | undefined
  readonly headers: IncomingHttpHeaders
  /** Null for the whole. RFC 9110 defines Range for GET only. */
  readonly ranges: readonly RangeSpec[] | null
}

export interface AnswerPlan {
  readonly status: 200 | 206 | 304 | 416
  /** What of the object goes out, in this order; empty for all of it, or for nothing. */
  readonly ranges: readonly ByteRange[]
  /** Around several ranges. */
  readonly frame: RangesFrame | null
  readonly encoding: ContentEncoding | null
  readonly headers: Readonly<Record<string, string>>
}

/** Below this many bytes an encoding saves nothing: the answer fits one packet. */
const MIN_COMPRESSED_SIZE = 1_000

/** Decides status, ranges, encoding and the headers that follow from them; nothing else about the answer. */
export function planAnswer(
  { method, headers, ranges }: Asked,
  object: KnownObject,
  type: FileType,
): AnswerPlan {
  const encoding = encodingFor(headers, object, type)
  const etag = encodedTag(object.etag, encoding)
  const common = {
    etag,
    'last-modified': httpDate(object.lastModified),
    ...(isCompressible(type) ? { vary: 'Accept-Encoding' } : {}),
  }
  const nothing = { ranges: [], frame: null, encoding: null }
  if (isNotModified(headers, { etag, lastModified: object.lastModified })) {
    return { ...nothing, status: 304, headers: common }
  }
  const described = { ...common, 'accept-ranges': 'bytes', 'content-type': type.contentType }
  const asked = method === 'GET' && isRangeCurrent(headers, object) ? ranges : null
  const verdict = placeRanges(asked, object.size)
  if (verdict.kind === 'unsatisfiable') {
    return { ...nothing, status: 416, headers: { 'content-range': `bytes */${object.size}` } }
  }
  if (verdict.kind === 'whole') {
    const extent: Record<string, string> = encoding
      ? { 'content-encoding': encoding }
      : { 'content-length': String(object.size) }
    return { ...nothing, status: 200, encoding, headers: { ...described, ...extent } }
  }
  const [range, ...others] = verdict.ranges
  if (range && others.length === 0) {
    const length = { 'content-length': String(range.end - range.start + 1) }
    const place = { 'content-range': `bytes ${range.start}-${range.end}/${object.size}` }
    return { ...nothing, status: 206, ranges: [range], headers: { ...described, ...length, ...place } }
  }
  const frame = frameRanges(verdict.ranges, object.size, type.contentType)
  const framed = { 'content-type': frame.contentType, 'content-length': String(frame.contentLength) }
  return { ...nothing, status: 206, ranges: verdict.ranges, frame, headers: { ...described, ...framed } }
}

const httpDates = new WeakMap<Date, string>()

/** What is held in memory has one date for all its requests; writing it out costs as much as reading a request. */
function httpDate(date: Date): string {
  const known = httpDates.get(date) ?? date.toUTCString()
  httpDates.set(date, known)
  return known
}

/** A range counts bytes of the file itself, so an answer to one is never encoded. */
function encodingFor(
  headers: IncomingHttpHeaders,
  object: KnownObject,
  type: FileType,
): ContentEncoding | null {
  if (headers.range !== undefined || !isCompressible(type) || object.size < MIN_COMPRESSED_SIZE) return null
  return chooseEncoding(headers['accept-encoding']?.toString())
}
