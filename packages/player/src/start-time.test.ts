import { describe, expect, it } from 'vitest'
import { startTime } from './start-time.ts'

describe('startTime', () => {
  it.each([
    ['90', 90],
    ['90s', 90],
    ['1m30s', 90],
    ['2m', 120],
    ['1h2m3s', 3723],
    ['0', 0],
  ])('reads %s as %d seconds', (text, seconds) => {
    expect(startTime(text, null)).toBe(seconds)
  })
  it.each([undefined, '', '-5', '1.5', 'NaN', '1e3', '90x', '3s2m', '99999999999999999999'])(
    'starts at the beginning for %j',
    (text) => {
      expect(startTime(text, 600_000)).toBe(0)
    },
  )
  it('starts at the beginning for a moment that the film does not have', () => {
    expect(startTime('59', 60_000)).toBe(59)
    expect(startTime('60', 60_000)).toBe(0)
  })
})
