import { randomBytes } from 'node:crypto'
import type { ByteRange } from './parse-range.ts'

/** The frame of an answer to several ranges: multipart/byteranges (RFC 9110 section 14.6). */
export interface RangesFrame {
  readonly contentType: string
  readonly contentLength: number
  /** What goes before each range's bytes. */
  readonly heads: readonly Buffer[]
  /** What goes behind the last one's. */
  readonly tail: Buffer
}

export function frameRanges(ranges: readonly ByteRange[], size: number, contentType: string): RangesFrame {
  const boundary = randomBytes(12).toString('hex')
  const heads = ranges.map(({ start, end }, index) =>
    Buffer.from(
      `${index === 0 ? '' : '\r\n'}--${boundary}\r\ncontent-type: ${contentType}\r\ncontent-range: bytes ${start}-${end}/${size}\r\n\r\n`,
    ),
  )
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  const payload = ranges.reduce((sum, { start, end }) => sum + end - start + 1, 0)
  const framing = heads.reduce((sum, { length }) => sum + length, tail.length)
  return {
    contentType: `multipart/byteranges; boundary=${boundary}`,
    contentLength: payload + framing,
    heads,
    tail,
  }
}
