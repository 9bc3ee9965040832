import { describe, expect, it } from 'vitest'
import { rational } from '../source/rational.ts'
import { h264Level } from './h264-level.ts'

const rung = (width: number, height: number, maxRateKbps: number, profile: 'main' | 'high' = 'high') => ({
  ...{ name: 'x', width, height, crf: 23, maxRateKbps, profile },
})

const at = (rate: number) => ({ frameRate: rational(rate, 1) })

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
  ])('of %i×%i at %i kbit/s and %i frames a second is %s', (width, height, kbps, rate, level) => {
    expect(h264Level(rung(width, height, kbps), at(rate), 'veryfast').name).toBe(level)
  })

  it('gives High a quarter more bits than Main', () => {
    const [rate, size] = [at(15), [176, 144] as const]
    expect(h264Level(rung(...size, 230), rate, 'veryfast').name).toBe('1.1')
    expect(h264Level(rung(...size, 230, 'main'), rate, 'veryfast').name).toBe('1.2')
  })
})
