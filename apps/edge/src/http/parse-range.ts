/** Byte positions, both inclusive, inside an object of known size. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** A range as it was asked for, before the size is known. */
export type RangeSpec = { readonly start: number; readonly end?: number } | { readonly suffix: number }

export type RangeVerdict =
  | { readonly kind: 'whole' }
  | { readonly kind: 'unsatisfiable' }
  | { readonly kind: 'parts'; readonly ranges: readonly ByteRange[] }

const WHOLE = { kind: 'whole' } as const
const UNSATISFIABLE = { kind: 'unsatisfiable' } as const
/** 15 digits stay below 2^53. */
const SPEC = /^(\d{0,15})-(\d{0,15})$/

/** More ranges at once than any reader of ours asks for are an attack (RFC 9110 section 17.15): the whole, once. */
const MAX_RANGES = 8

/** Longer than eight ranges with their spaces. */
const MAX_LENGTH = 512

/** RFC 9110 section 14.2. Null where a header cannot be read, or counts in another unit: then it is as if absent. */
export function readRanges(header: string | undefined): RangeSpec[] | null {
  if (header && header.length > MAX_LENGTH) return null
  const [unit, list] = header?.trim().split('=', 2) ?? []
  if (unit?.toLowerCase() !== 'bytes' || !list) return null
  const specs = list.split(',').map((item) => readSpec(item.trim()))
  return specs.every((spec) => spec !== null) ? specs : null
}

function readSpec(text: string): RangeSpec | null {
  const [, first = '', last = ''] = SPEC.exec(text) ?? []
  if (first === '') return last === '' ? null : { suffix: Number(last) }
  if (last === '') return { start: Number(first) }
  return Number(last) < Number(first) ? null : { start: Number(first), end: Number(last) }
}

/** Where the ranges lie in an object of `size` bytes. Those behind its end are left out, unless all are. */
export function placeRanges(specs: readonly RangeSpec[] | null, size: number): RangeVerdict {
  if (!specs || specs.length > MAX_RANGES) return WHOLE
  const ranges = specs.flatMap((spec) => place(spec, size))
  if (ranges.length === 0) return UNSATISFIABLE
  return overlap(ranges) ? WHOLE : { kind: 'parts', ranges }
}

function place(spec: RangeSpec, size: number): ByteRange[] {
  if ('suffix' in spec) {
    return spec.suffix === 0 || size === 0 ? [] : [{ start: Math.max(0, size - spec.suffix), end: size - 1 }]
  }
  return spec.start >= size ? [] : [{ start: spec.start, end: Math.min(spec.end ?? size - 1, size - 1) }]
}

/** Ranges that repeat bytes make an answer larger than the object: no honest reader needs that. */
function overlap(ranges: readonly ByteRange[]): boolean {
  const sorted = [...ranges].sort((a, b) => a.start - b.start)
  return sorted.some((range, index) => range.start <= (sorted[index - 1]?.end ?? -1))
}
