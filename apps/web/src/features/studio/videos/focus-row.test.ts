import { describe, expect, it } from 'vitest'
import { rowAfter } from './focus-row.ts'

const rows = ['a', 'b', 'c', 'd'].map((id) => ({ id }))

describe('rowAfter', () => {
  it('is the next row that stays', () => {
    expect(rowAfter(rows, ['b', 'c'])).toBe('d')
  })

  it('is the one above at the end of the list', () => {
    expect(rowAfter(rows, ['c', 'd'])).toBe('b')
  })

  it('is none where nothing stays', () => {
    expect(rowAfter(rows, ['a', 'b', 'c', 'd'])).toBeUndefined()
  })
})
