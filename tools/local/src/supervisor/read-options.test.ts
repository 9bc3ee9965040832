import { describe, expect, it } from 'vitest'
import { readOptions } from './read-options.ts'

describe('readOptions', () => {
  it('seeds the whole demo, its accounts alone, or nothing', () => {
    expect(readOptions({}).seed).toBe('demo')
    expect(readOptions({ 'accounts-only': true }).seed).toBe('accounts')
    expect(readOptions({ 'no-seed': true }).seed).toBe('nothing')
  })

  it.each(['0', 'false', 'off'])('makes no accounts of a known password where MARQUEE_DEMO is %s', (off) => {
    expect(readOptions({ 'accounts-only': true }, { MARQUEE_DEMO: off }).seed).toBe('nothing')
    expect(readOptions({}, { MARQUEE_DEMO: '1' }).seed).toBe('demo')
  })
})
