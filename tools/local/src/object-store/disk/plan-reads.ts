/** Bytes of one part, inclusive. */
export interface PlannedRead {
  number: number
  start: number
  end: number
}

/** Which bytes of which parts make the bytes `start` to `end` (inclusive) of the object. */
export function planReads(
  pieces: readonly [number: number, size: number][],
  start: number,
  end: number,
): PlannedRead[] {
  const reads: PlannedRead[] = []
  let offset = 0
  for (const [number, size] of pieces) {
    const from = Math.max(start - offset, 0)
    const to = Math.min(end - offset, size - 1)
    if (from <= to) reads.push({ number, start: from, end: to })
    offset += size
  }
  return reads
}
