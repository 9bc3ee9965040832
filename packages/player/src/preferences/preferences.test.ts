import { describe, expect, it } from 'vitest'
import { DEFAULT_PREFERENCES, parsePreferences, preferencesOf } from './preferences.ts'

describe('parsePreferences', () => {
  it('reads what was kept', () => {
    expect(parsePreferences('{"volume":0.4,"muted":true,"speed":1.5}')).toEqual({
      volume: 0.4,
      muted: true,
      speed: 1.5,
    })
  })
  it.each([
    null,
    '',
    'null',
    '7',
    '[]',
    '{"volume":',
    '{"volume":7,"muted":"yes","speed":16}',
    '{"volume":0}',
  ])('treats %j as a newcomer', (text) => {
    expect(parsePreferences(text)).toEqual(DEFAULT_PREFERENCES)
  })
  it('keeps the good parts of a bad whole', () => {
    expect(parsePreferences('{"volume":-1,"speed":2}')).toEqual({ ...DEFAULT_PREFERENCES, speed: 2 })
  })
})

describe('preferencesOf', () => {
  const known = { volume: 0.4, muted: false, speed: 1.25 } as const
  it('takes what can be heard', () => {
    expect(preferencesOf({ volume: 0.7, muted: false, playbackRate: 2 }, known)).toEqual({
      volume: 0.7,
      muted: false,
      speed: 2,
    })
  })
  it('keeps the last volume through silence', () => {
    expect(preferencesOf({ volume: 0, muted: false, playbackRate: 1 }, known)).toEqual({
      volume: 0.4,
      muted: true,
      speed: 1,
    })
  })
  it('keeps the chosen speed while something else plays at one of its own', () => {
    expect(preferencesOf({ volume: 1, muted: false, playbackRate: 1.04 }, known).speed).toBe(1.25)
  })
})
