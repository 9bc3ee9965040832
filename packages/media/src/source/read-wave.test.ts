import { describe, expect, it } from 'vitest'
import { statedWaveSize } from './read-wave.ts'

const head = (size: string, kind = 'WAVE') =>
  Uint8Array.from([...`RIFF${size}${kind}`].map((letter) => letter.charCodeAt(0)))

describe('statedWaveSize', () => {
  it.each([
    [head('\x10\x02\0\0'), 0x210 + 8],
    [head('\xff\xff\xff\xff'), null],
    [head('\0\0\0\0'), null],
    [head('\x10\x02\0\0', 'AVI '), null],
    [Uint8Array.from([]), null],
  ])('of %j is %j', (bytes, size) => {
    expect(statedWaveSize(bytes)).toBe(size)
  })
})
