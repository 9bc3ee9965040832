import { describe, expect, it } from 'vitest'
import {
  NO_CAPTIONS,
  nearestLanguage,
  parseCaptionPreference,
  shownLanguage,
  toggleCaptions,
  writeCaptionPreference,
} from './caption-preference.ts'

describe('parseCaptionPreference', () => {
  it.each([{ on: true, language: 'pt-BR' }, { on: false, language: 'ko' }, NO_CAPTIONS])(
    'reads %j as it was written',
    (preference) => {
      expect(parseCaptionPreference(writeCaptionPreference(preference))).toEqual(preference)
    },
  )
  it.each([null, '', '-', '{}', 'a', '<b>', 'x'.repeat(50)])('treats %j as a newcomer', (text) => {
    expect(parseCaptionPreference(text)).toEqual(NO_CAPTIONS)
  })
})

describe('nearestLanguage', () => {
  it.each([
    ['en', ['de', 'en'], 'en'],
    ['pt', ['en', 'pt-BR'], 'pt-BR'],
    ['en-GB', ['en-US', 'en'], 'en-US'],
    ['EN', ['en'], 'en'],
    ['ko', ['en'], null],
    ['ko', [], null],
  ])('of %s among %j', (wanted, offered, nearest) => {
    expect(nearestLanguage(wanted, offered)).toBe(nearest)
  })
})

describe('toggleCaptions', () => {
  it('turns them off, and on again in the same language', () => {
    const reading = { on: true, language: 'de' }
    const off = toggleCaptions(reading, ['de', 'en'], 'en')
    expect([off, shownLanguage(off, ['de', 'en'])]).toEqual([{ on: false, language: 'de' }, null])
    expect(toggleCaptions(off, ['de', 'en'], 'en')).toEqual(reading)
  })
  it('begins with the own language, else with the first', () => {
    expect(toggleCaptions(NO_CAPTIONS, ['de', 'ko'], 'ko').language).toBe('ko')
    expect(toggleCaptions(NO_CAPTIONS, ['de', 'ko'], 'en').language).toBe('de')
  })
  it('turns them on where the language that is wanted is not there', () => {
    expect(toggleCaptions({ on: true, language: 'fr' }, ['de'], 'en')).toEqual({ on: true, language: 'de' })
  })
  it('leaves a film without captions alone', () => {
    expect(toggleCaptions(NO_CAPTIONS, [], 'en')).toBe(NO_CAPTIONS)
  })
})
