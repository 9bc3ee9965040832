import { describe, expect, it } from 'vitest'
import { chooseEngine } from './choose-engine.ts'

describe('chooseEngine', () => {
  it.each([
    [{ mediaSource: true, nativeHls: true, apple: true }, 'native'],
    [{ mediaSource: true, nativeHls: true, apple: false }, 'hls.js'],
    [{ mediaSource: true, nativeHls: false, apple: false }, 'hls.js'],
    [{ mediaSource: false, nativeHls: true, apple: false }, 'native'],
    [{ mediaSource: false, nativeHls: false, apple: false }, null],
  ])('for %j takes %s', (abilities, engine) => {
    expect(chooseEngine(abilities)).toBe(engine)
  })
})
