import { S3Error } from './s3-error.ts'

/** Inclusive. */
export interface ByteSpan {
  start: number
  end: number
}

/**
 * RFC 9110 section 14.1.2 for one range. Undefined answers the whole object: no header, not understood, or several
 * ranges, as S3 does. @throws S3Error InvalidRange where the range holds no byte of the object
 */
export function readRange(header: string | undefined, size: number): ByteSpan | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined
  if (first === '') {
    const length = Number(last)
    if (length === 0 || size === 0) throw unsatisfiable(size)
    return { start: Math.max(0, size - length), end: size - 1 }
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return undefined
  if (start >= size) throw unsatisfiable(size)
  return { start, end }
}

function unsatisfiable(size: number): S3Error {
  const headers = { 'content-range': `bytes */${size}` }
  return new S3Error('InvalidRange', 'The requested range is not satisfiable', headers)
}
