/** Byte positions, both inclusive, inside an object of known size. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

export type RangeVerdict = { readonly kind: 'whole' } | { readonly kind: 'unsatisfiable' } | RangePart
type RangePart = { readonly kind: 'part'; readonly range: ByteRange }

const WHOLE = { kind: 'whole' } as const
const UNSATISFIABLE = { kind: 'unsatisfiable' } as const
/** 15 digits stay below 2^53. */
const SINGLE_RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/i

/**
 * RFC 9110 section 14.2. A header that cannot be read, another unit, or several ranges: the whole object, as
 * the RFC allows, because no player asks for several and an answer to them costs a multipart body.
 */
export function parseRange(header: string | undefined, size: number): RangeVerdict {
  const [, first = '', last = ''] = SINGLE_RANGE.exec(header?.trim() ?? '') ?? []
  if (first === '' && last === '') return WHOLE
  return first === '' ? suffix(Number(last), size) : between(Number(first), last, size)
}

function suffix(length: number, size: number): RangeVerdict {
  if (length === 0 || size === 0) return UNSATISFIABLE
  return { kind: 'part', range: { start: Math.max(0, size - length), end: size - 1 } }
}

function between(start: number, last: string, size: number): RangeVerdict {
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return WHOLE
  return start >= size ? UNSATISFIABLE : { kind: 'part', range: { start, end } }
}
