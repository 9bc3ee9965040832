import { describe, expect, it } from 'vitest'
import { sentFraction } from './sent-fraction.ts'

describe('sentFraction', () => {
  it('is whole only when the file is there', () => {
    expect(sentFraction({ state: 'uploading', sentBytes: 50, size: 200 })).toBe(0.25)
    expect(sentFraction({ state: 'uploading', sentBytes: 200, size: 200 })).toBe(0.99)
    expect(sentFraction({ state: 'done', sentBytes: 200, size: 200 })).toBe(1)
  })

  it('is nothing of an empty file', () => {
    expect(sentFraction({ state: 'waiting', sentBytes: 0, size: 0 })).toBe(0)
  })
})
