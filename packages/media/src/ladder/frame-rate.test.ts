import { describe, expect, it } from 'vitest'
import { rational } from '../source/rational.ts'
import { ladderFrameRate, rungFrameRate } from './frame-rate.ts'

describe('ladderFrameRate', () => {
  it.each([
    [30_000, 1001, 30_000, 1001],
    [60, 1, 60, 1],
    [120, 1, 60, 1],
    [100, 1, 50, 1],
    [240_000, 1001, 60_000, 1001],
  ])('%i/%i → %i/%i', (numerator, denominator, wantedNumerator, wantedDenominator) => {
    expect(ladderFrameRate({ frameRate: { numerator, denominator } })).toEqual({
      numerator: wantedNumerator,
      denominator: wantedDenominator,
    })
  })
})

describe('rungFrameRate', () => {
  it.each([
    ['60 from 720p up', rational(60, 1), false, 720, rational(60, 1)],
    ['60 of a picture cropped to 700 lines', rational(60, 1), false, 700, rational(60, 1)],
    ['half of it below', rational(60, 1), false, 480, rational(30, 1)],
    ['half of 59.94', rational(60_000, 1001), false, 480, rational(30_000, 1001)],
    ['a fourth of 120', rational(120, 1), false, 360, rational(30, 1)],
    ['30 anywhere', rational(30, 1), false, 240, rational(30, 1)],
    ['a variable rate anywhere', rational(55, 1), true, 240, rational(55, 1)],
    ['half of a variable one that is put on a grid', rational(90, 1), true, 720, rational(45, 1)],
  ])('is %s', (_, frameRate, isVariable, shortSide, rate) => {
    expect(rungFrameRate(shortSide, { frameRate, isVariable })).toEqual(rate)
  })
})
