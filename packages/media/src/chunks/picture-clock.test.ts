import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rational } from '../source/rational.ts'
import { sampleFacts } from '../source/sample-facts.ts'
import { chunkTicks, frameFrom, framesOf, pictureTimescale, ticksFrom } from './picture-clock.ts'

const atRate = (numerator: number, denominator: number) =>
  sampleFacts({ frameRate: rational(numerator, denominator) }).video

describe('pictureTimescale', () => {
  it.each([
    [25, 1, 90_000],
    [25, 2, 90_000],
    [30_000, 1001, 90_000],
    [24_000, 1001, 24_000],
    [60_000, 1001, 60_000],
    [120, 1, 90_000],
    [1_000_000, 66_667, 1_000_000],
    [7_220, 1000, 10_108],
  ])('of %i/%i is %i', (numerator, denominator, timescale) => {
    expect(pictureTimescale(atRate(numerator, denominator))).toBe(timescale)
  })

  it('makes every frame a whole number of ticks', () => {
    const rate = fc.tuple(fc.integer({ min: 1, max: 240_000 }), fc.integer({ min: 1, max: 100_000 }))
    fc.assert(
      fc.property(rate, fc.nat(1_000_000), ([numerator, denominator], ms) => {
        const ticks = ticksFrom(ms, atRate(numerator, denominator))
        expect(Number.isSafeInteger(ticks)).toBe(true)
      }),
    )
  })
})

describe('frameFrom', () => {
  it('is the first frame at or after a moment', () => {
    expect(frameFrom(4000, atRate(25, 1))).toBe(100)
    expect(frameFrom(4000, atRate(30_000, 1001))).toBe(120)
    expect(frameFrom(3_600_000, atRate(30_000, 1001))).toBe(107_893)
    expect(frameFrom(4000, atRate(240, 1))).toBe(240)
  })

  it('parts a film without a frame lost or doubled', () => {
    const chunks = [0, 4000, 12_000].map((startMs, index) => ({
      ...{ index, startMs, endMs: [4000, 12_000, 20_000][index] ?? 0, last: index === 2 },
    }))
    const video = atRate(30_000, 1001)
    expect(chunks.map((chunk) => framesOf(chunk, video))).toEqual([120, 240, null])
    expect(chunks.map((chunk) => chunkTicks(chunk, video))).toEqual([
      { startTicks: 0, endTicks: 120 * 3003 },
      { startTicks: 120 * 3003, endTicks: 360 * 3003 },
      { startTicks: 360 * 3003, endTicks: null },
    ])
  })
})
