import { describe, expect, it } from 'vitest'
import { passedHole } from './drop-behind-hole.ts'

function ranges(...pairs: readonly (readonly [number, number])[]): TimeRanges {
  const at = (index: number) => pairs[index] ?? [Number.NaN, Number.NaN]
  return { length: pairs.length, start: (index) => at(index)[0], end: (index) => at(index)[1] }
}

describe('passedHole', () => {
  it.each([
    ['no hole', ranges([0, 24]), 12, undefined],
    ['a hole ahead', ranges([9, 19.92], [20, 24]), 12, undefined],
    ['a hole behind', ranges([9, 19.92], [20, 24]), 20, 20],
    ['the nearest of two', ranges([0, 4], [9, 19.92], [20, 24]), 22, 20],
    ['what is a range of its own', ranges([0, 4], [20, 24]), 22, undefined],
    ['a viewer outside of all', ranges([0, 4], [4.05, 8]), 10, undefined],
  ])('%s', (_, buffered, currentTime, start) => {
    expect(passedHole(buffered, currentTime, 0.1)).toBe(start)
  })
})
