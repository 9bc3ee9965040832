import { describe, expect, it } from 'vitest'
import { formatTimeLeft, timeLeft } from './time-left.ts'

describe('timeLeft', () => {
  it.each([
    [0, { unit: 'moment' }],
    [4_900, { unit: 'moment' }],
    [5_000, { unit: 'second', count: 5 }],
    [21_000, { unit: 'second', count: 25 }],
    [55_000, { unit: 'second', count: 55 }],
    [56_000, { unit: 'minute', count: 1 }],
    [61_000, { unit: 'minute', count: 2 }],
    [59 * 60_000, { unit: 'minute', count: 59 }],
    [59 * 60_000 + 1, { unit: 'hour', count: 1, minutes: 0 }],
    [75 * 60_000, { unit: 'hour', count: 1, minutes: 20 }],
  ])('%i ms', (ms, expected) => {
    expect(timeLeft(ms)).toEqual(expected)
  })
})

describe('formatTimeLeft', () => {
  it('speaks the locale', () => {
    expect(formatTimeLeft(timeLeft(120_000), 'en')).toBe('2 min')
    expect(formatTimeLeft(timeLeft(75 * 60_000), 'en')).toBe('1 hr 20 min')
    expect(formatTimeLeft(timeLeft(120_000), 'ko')).toBe('2분')
    expect(formatTimeLeft(timeLeft(0), 'en')).toBeNull()
  })
})
