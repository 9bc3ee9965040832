import { describe, expect, it } from 'vitest'
import { segmentMiddle } from './segment-middle.ts'

const playlist =
  '#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4.000,\n1.m4s\n#EXTINF:4.000,\n2.m4s\n#EXTINF:1.5,\n3.m4s\n#EXT-X-ENDLIST\n'

describe('segmentMiddle', () => {
  it.each([
    [0, 2],
    [3.99, 2],
    [4, 6],
    [9, 8.75],
    [9.5, undefined],
  ])('for %s s is %s s', (moment, middle) => {
    expect(segmentMiddle(playlist, moment)).toBe(middle)
  })
})
