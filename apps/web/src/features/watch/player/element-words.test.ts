import { describe, expect, it } from 'vitest'
import { elementWords } from './element-words.ts'

describe('elementWords', () => {
  const words = elementWords('de', (key, values) =>
    values ? `${values.current} von ${values.total}` : `<${key}>`,
  )
  it('answers both spellings of a key', () => {
    expect(words.play).toBe('<play>')
    expect(words['Enter fullscreen mode']).toBe('<fullscreen>')
  })
  it('keeps the places of times', () => {
    expect(words['{currentTime} of {totalTime}']).toBe('{currentTime} von {totalTime}')
  })
  it('takes units of time from the locale', () => {
    expect([words.hour, words.minutes]).toEqual(['Stunde', 'Minuten'])
  })
})
