import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleFacts } from '../source/sample-facts.ts'
import { DEFAULT_LADDER } from './ladder.ts'
import { ladderFrameRate, selectRungs } from './select-rungs.ts'

const sizesOf = (width: number, height: number) =>
  selectRungs(sampleFacts({ display: { width, height } })).map((rung) => `${rung.width}x${rung.height}`)

describe('selectRungs', () => {
  it.each([
    [1920, 1080, ['1920x1080', '1280x720', '854x480', '640x360', '426x240']],
    [1080, 1920, ['1080x1920', '720x1280', '480x854', '360x640', '240x426']],
    [3840, 2160, ['1920x1080', '1280x720', '854x480', '640x360', '426x240']],
    [768, 432, ['640x360', '426x240']],
    [161, 121, ['162x122']],
    [1920, 1040, ['1920x1040', '1330x720', '886x480', '664x360', '444x240']],
    [640, 352, ['640x352', '436x240']],
    [960, 400, ['864x360', '576x240']],
    [1280, 360, ['1280x360', '854x240']],
    [16, 16, ['16x16']],
    [1, 1, ['2x2']],
  ])('%i×%i → %j', (width, height, sizes) => {
    expect(sizesOf(width, height)).toEqual(sizes)
  })

  it('raises ceilings by half above 30 frames a second', () => {
    const [at30] = selectRungs(sampleFacts({ frameRate: { numerator: 30, denominator: 1 } }))
    const [at60] = selectRungs(sampleFacts({ frameRate: { numerator: 60, denominator: 1 } }))
    expect(at30?.maxRateKbps).toBe(6000)
    expect(at60?.maxRateKbps).toBe(9000)
  })

  it('has even sides, falls in size, never exceeds the source by more than rounding, and keeps the aspect', () => {
    const side = fc.integer({ min: 16, max: 8192 })
    fc.assert(
      fc.property(side, side, (width, height) => {
        const rungs = selectRungs(sampleFacts({ display: { width, height } }))
        expect(rungs.length).toBeGreaterThan(0)
        expect(rungs.length).toBeLessThanOrEqual(DEFAULT_LADDER.length)
        for (const rung of rungs) {
          expect(rung.width % 2).toBe(0)
          expect(rung.height % 2).toBe(0)
          expect(rung.width).toBeLessThanOrEqual(width + 1)
          expect(rung.height).toBeLessThanOrEqual(height + 1)
          const scale = Math.min(rung.width, rung.height) / Math.min(width, height)
          expect(Math.abs(rung.width - width * scale)).toBeLessThanOrEqual(
            1 + width / Math.min(width, height),
          )
        }
        expect(rungs.map((rung) => rung.height)).toEqual(
          rungs.map((rung) => rung.height).sort((a, b) => b - a),
        )
      }),
    )
  })
})

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
