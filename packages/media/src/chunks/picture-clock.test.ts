import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rational } from '../source/rational.ts'
import { sampleFacts } from '../source/sample-facts.ts'
import { atRateOf, chunkTicks, frameFrom, framesOf, pictureTimescale, ticksFrom } from './picture-clock.ts'

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

  it('is one that small rungs show too, so that all begin at one moment', () => {
    const frameRate = rational(60_000, 1001)
    const video = atRate(60_000, 1001)
    const halved = atRateOf({ frameRate: rational(30_000, 1001) }, video)
    expect(Math.ceil((36 * 60_000) / 1001)).toBe(2158)
    fc.assert(
      fc.property(fc.nat(20_000), (cell) => {
        const [ms, frame] = [4000 * cell, frameFrom(4000 * cell, video)]
        expect(frame % 2).toBe(0)
        expect(ticksFrom(ms, video) / pictureTimescale(video)).toBe(
          ticksFrom(ms, halved) / pictureTimescale(halved),
        )
        expect(frame * 1001 * 1000).toBeGreaterThanOrEqual(ms * frameRate.numerator)
        expect((frame - 2) * 1001 * 1000).toBeLessThan(ms * frameRate.numerator)
      }),
    )
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
