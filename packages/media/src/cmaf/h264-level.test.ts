import { describe, expect, it } from 'vitest'
import { sampleRung } from '../ladder/sample-rung.ts'
import { rational } from '../source/rational.ts'
import { h264Level } from './h264-level.ts'

const rung = (width: number, height: number, maxRateKbps: number, rate: number) =>
  sampleRung({ width, height, maxRateKbps, frameRate: rational(rate, 1) })

describe('h264Level', () => {
  it.each([
    [1920, 1080, 6000, 25, '4.0'],
    [1920, 1080, 6000, 30, '4.0'],
    [1920, 1080, 9000, 60, '4.2'],
    [1280, 720, 3400, 30, '3.1'],
    [1280, 720, 5100, 60, '3.2'],
    [854, 480, 1600, 25, '3.0'],
    [640, 360, 900, 30, '3.0'],
    [426, 240, 450, 25, '2.1'],
    [162, 122, 450, 30, '1.2'],
    // By the width alone: 256 macroblocks are too many a side for 3.1.
    [4096, 128, 900, 5, '4.0'],
    [3840, 2160, 25_000, 30, '5.1'],
    [3840, 2160, 30_000, 60, '5.2'],
  ])('of %i×%i at %i kbit/s and %i frames a second is %s', (width, height, kbps, rate, level) => {
    expect(h264Level(rung(width, height, kbps, rate), 'veryfast').name).toBe(level)
  })

  it('gives High a quarter more bits than Main', () => {
    const small = rung(176, 144, 230, 15)
    expect(h264Level(small, 'veryfast').name).toBe('1.1')
    expect(h264Level({ ...small, profile: 'main' }, 'veryfast').name).toBe('1.2')
  })
})
