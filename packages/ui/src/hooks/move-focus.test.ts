import { describe, expect, it } from 'vitest'
import { nextIndex } from './move-focus.ts'

describe('nextIndex', () => {
  it('goes round in a vertical list', () => {
    expect(nextIndex('ArrowDown', 2, 3, 'vertical')).toBe(0)
    expect(nextIndex('ArrowUp', 0, 3, 'vertical')).toBe(2)
    expect(nextIndex('End', 0, 3, 'vertical')).toBe(2)
  })
  it('follows the line of reading', () => {
    expect(nextIndex('ArrowLeft', 0, 3, 'horizontal', true)).toBe(1)
    expect(nextIndex('ArrowLeft', 1, 3, 'horizontal')).toBe(0)
  })
  it('leaves other keys alone', () => {
    expect(nextIndex('a', 0, 3, 'vertical')).toBeUndefined()
    expect(nextIndex('End', 0, 0, 'vertical')).toBeUndefined()
  })
})
