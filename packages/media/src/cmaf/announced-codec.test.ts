import { describe, expect, it } from 'vitest'
import { rational } from '../source/rational.ts'
import { announcedCodec } from './announced-codec.ts'

const rung = (width: number, height: number, maxRateKbps: number, profile: 'main' | 'high' = 'high') => ({
  ...{ name: 'x', width, height, crf: 23, maxRateKbps, profile },
})
const at = (rate: number) => ({ frameRate: rational(rate, 1) })

describe('announcedCodec', () => {
  it('names profile, constraints and level', () => {
    expect(announcedCodec(rung(1920, 1080, 6000), at(25), 'veryfast')).toBe('avc1.640028')
    expect(announcedCodec(rung(426, 240, 450, 'main'), at(25), 'veryfast')).toBe('avc1.4d4015')
    expect(announcedCodec(rung(426, 240, 450, 'main'), at(25), 'ultrafast')).toBe('avc1.42c015')
  })
})
