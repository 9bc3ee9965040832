import { describe, expect, it } from 'vitest'
import { planReads } from './plan-reads.ts'

/** Three parts, of 4, 2 and 3 bytes. */
const PIECES: [number, number][] = [
  [1, 4],
  [5, 2],
  [9, 3],
]

describe('planReads', () => {
  it('takes what it needs of each part', () => {
    expect(planReads(PIECES, 0, 8).map(({ number }) => number)).toEqual([1, 5, 9])
    expect(planReads(PIECES, 3, 6)).toEqual([
      { number: 1, start: 3, end: 3 },
      { number: 5, start: 0, end: 1 },
      { number: 9, start: 0, end: 0 },
    ])
    expect(planReads(PIECES, 4, 5)).toEqual([{ number: 5, start: 0, end: 1 }])
  })
})
