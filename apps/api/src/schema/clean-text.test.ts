import { describe, expect, it } from 'vitest'
import { cleanLine, cleanText, graphemesExceed, isBlank } from './clean-text.ts'

describe('cleanLine', () => {
  it.each([
    ['  two \n lines\t', 'two lines'],
    ['nul\u0000inside', 'nul inside'],
    ['half \ud83d pair', 'half \ufffd pair'],
    ['a\u00a0b\u2028c', 'a b c'],
    ['👨‍👩‍👧‍👦 🇰🇷 한국어', '👨‍👩‍👧‍👦 🇰🇷 한국어'],
  ])('%j → %j', (text, clean) => expect(cleanLine(text)).toBe(clean))
})

describe('cleanText', () => {
  it('keeps lines and tabs', () => {
    expect(cleanText(' a\r\nb\rc\td\u0007 ')).toBe('a\nb\nc\td')
  })
})

describe('isBlank', () => {
  it.each(['', '   ', '\u200b\u200d', '\u2060 \ufeff'])('%j', (text) => expect(isBlank(text)).toBe(true))
  it.each(['.', '🎬', '한'])('not %j', (text) => expect(isBlank(text)).toBe(false))
})

describe('graphemesExceed', () => {
  it('counts as people do', () => {
    expect(graphemesExceed('👨‍👩‍👧‍👦'.repeat(100), 100)).toBe(false)
    expect(graphemesExceed('👨‍👩‍👧‍👦'.repeat(101), 100)).toBe(true)
    expect(graphemesExceed('é'.normalize('NFD').repeat(100), 100)).toBe(false)
  })

  it('is not fooled by one endless grapheme', () => {
    expect(graphemesExceed(`e${'\u0301'.repeat(100_000)}`, 100)).toBe(true)
  })
})
