import type { IncomingHttpHeaders } from 'node:http'
import { type ContentEncoding, chooseEncoding, encodedTag } from '../http/choose-encoding.ts'
import { isNotModified, isRangeCurrent } from '../http/evaluate-conditions.ts'
import { type ByteRange, parseRange } from '../http/parse-range.ts'
import { type FileType, isCompressible } from './file-kinds.ts'

/** What the store says of an object: `size` in bytes, `etag` in its quotes. */
export interface KnownObject {
  readonly size: number
  readonly etag: string
  readonly lastModified: Date
}

export interface AnswerPlan {
  readonly status: 200 | 206 | 304 | 416
  readonly range: ByteRange | null
  readonly encoding: ContentEncoding | null
  readonly headers: Readonly<Record<string, string>>
}

/** Below this many bytes an encoding saves nothing: the answer fits one packet. */
const MIN_COMPRESSED_SIZE = 1_000

/** Whether the answer can depend on what the store knows, so that it is asked before bytes move. */
export function needsObjectFirst(method: string | undefined, headers: IncomingHttpHeaders): boolean {
  return (
    method === 'HEAD' ||
    headers.range !== undefined ||
    headers['if-none-match'] !== undefined ||
    headers['if-modified-since'] !== undefined
  )
}

/** Decides status, range, encoding and the headers that follow from them; nothing else about the answer. */
export function planAnswer(
  method: string | undefined,
  headers: IncomingHttpHeaders,
  object: KnownObject,
  type: FileType,
): AnswerPlan {
  const encoding = encodingFor(headers, object, type)
  const etag = encodedTag(object.etag, encoding)
  const common = {
    etag,
    'last-modified': object.lastModified.toUTCString(),
    ...(isCompressible(type) ? { vary: 'Accept-Encoding' } : {}),
  }
  if (isNotModified(headers, { etag, lastModified: object.lastModified })) {
    return { status: 304, range: null, encoding: null, headers: common }
  }
  const described = { ...common, 'accept-ranges': 'bytes', 'content-type': type.contentType }
  const verdict = rangeFor(method, headers, object)
  if (verdict.kind === 'unsatisfiable') {
    return {
      status: 416,
      range: null,
      encoding: null,
      headers: { 'content-range': `bytes */${object.size}` },
    }
  }
  if (verdict.kind === 'part') {
    const { range } = verdict
    const length = { 'content-length': String(range.end - range.start + 1) }
    const place = { 'content-range': `bytes ${range.start}-${range.end}/${object.size}` }
    return { status: 206, range, encoding: null, headers: { ...described, ...length, ...place } }
  }
  const extent: Record<string, string> = encoding
    ? { 'content-encoding': encoding }
    : { 'content-length': String(object.size) }
  return { status: 200, range: null, encoding, headers: { ...described, ...extent } }
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

/** RFC 9110 defines Range for GET only. */
function rangeFor(method: string | undefined, headers: IncomingHttpHeaders, object: KnownObject) {
  const asked = method === 'GET' && isRangeCurrent(headers, object) ? headers.range : undefined
  return parseRange(asked, object.size)
}
