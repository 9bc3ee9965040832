import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toNumber } from '../source/rational.ts'
import { sampleFacts } from '../source/sample-facts.ts'
import type { VideoFacts } from '../source/source-facts.ts'
import { LADDERS, PICTURE_CODECS, SMALLEST_SIDE } from './ladder.ts'
import { type LadderPart, selectRungs } from './select-rungs.ts'

const sizesOf = (width: number, height: number, part?: LadderPart) =>
  selectRungs(sampleFacts({ display: { width, height } }), part).map((rung) => `${rung.width}x${rung.height}`)
const FROM_1080 = ['1920x1080', '1280x720', '854x480', '640x360', '426x240']

describe('selectRungs', () => {
  it.each([
    [1920, 1080, FROM_1080],
    [1080, 1920, ['1080x1920', '720x1280', '480x854', '360x640', '240x426']],
    [3840, 2160, ['3840x2160', '2560x1440', ...FROM_1080]],
    [2560, 1440, ['2560x1440', ...FROM_1080]],
    [8192, 4320, ['4096x2160', '2730x1440', '2048x1080', '1366x720', '910x480', '682x360', '456x240']],
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

  it.each([
    [1920, 1080, ['1080p 1920x1080 16 24000', '480p 854x480 23 1600']],
    [1080, 1920, ['1080p 1080x1920 16 24000', '480p 480x854 23 1600']],
    [768, 432, ['432p 768x432 16 6400', '360p 640x360 23 900']],
    [854, 480, ['480p 854x480 16 6400']],
    [161, 121, ['121p 162x122 16 1800']],
    [8192, 4320, ['2160p 4096x2160 16 80000', '480p 910x480 23 1600']],
  ])('begins with the film itself where a mezzanine is asked for: %i×%i', (width, height, rungs) => {
    const part = { rungs: 1, maxShortSide: 480, mezzanine: true }
    const told = selectRungs(sampleFacts({ display: { width, height } }), part).map(
      (rung) => `${rung.name} ${rung.width}x${rung.height} ${rung.crf} ${rung.maxRateKbps}`,
    )
    expect(told).toEqual(rungs)
    expect(sizesOf(width, height, { ...part, codec: 'av1' })).toHaveLength(1)
  })

  it.each<[string, LadderPart, string[]]>([
    ['one, and no larger than 480p', { rungs: 1, maxShortSide: 480 }, ['854x480']],
    ['two', { rungs: 2 }, ['1920x1080', '1280x720']],
    ['none as small as asked for', { maxShortSide: 100 }, ['426x240']],
    ['another codec', { codec: 'av1', rungs: 1 }, ['1920x1080']],
  ])('takes the part that is asked for: %s', (_, part, sizes) => {
    expect(sizesOf(1920, 1080, part)).toEqual(sizes)
  })

  it('names rungs apart in all codecs together', () => {
    const names = PICTURE_CODECS.flatMap((codec) => selectRungs(sampleFacts(), { codec, rungs: 1 }))
    expect(names.map(({ name }) => name)).toEqual(['1080p', 'hevc1080p', 'vp91080p', 'av11080p'])
  })

  it('has nothing for an encoder that takes no picture so small', () => {
    expect(sizesOf(100, 40)).toEqual(['100x40'])
    expect(sizesOf(100, 40, { codec: 'av1' })).toEqual([])
  })

  it('keeps smooth motion in large rungs, with half as many bits more, and halves it in small ones', () => {
    const at60 = selectRungs(sampleFacts({ frameRate: { numerator: 60, denominator: 1 } }))
    expect(at60.map(({ name, frameRate, maxRateKbps }) => [name, toNumber(frameRate), maxRateKbps])).toEqual([
      ['1080p', 60, 9000],
      ['720p', 60, 5100],
      ['480p', 30, 1600],
      ['360p', 30, 900],
      ['240p', 30, 450],
    ])
  })

  it.each<[string, Partial<VideoFacts>, readonly number[]]>([
    ['with bits to spare', { peakBitrate: 40_000_000 }, [6000, 3400, 1600, 900, 450]],
    ['poor', { peakBitrate: 900_000 }, [2700, 1800, 1200, 900, 450]],
    ['nearly empty', { peakBitrate: 10_000 }, [1500, 850, 400, 225, 113]],
    ['that has few keyframes', { peakBitrate: 10_000, maxGopMs: 60_000 }, [6000, 3400, 1600, 900, 450]],
    [
      'that begins with its only keyframe',
      { peakBitrate: 10_000, maxGopMs: 10_000, frameCount: 250 },
      [6000, 3400, 1600, 900, 450],
    ],
    ['without a keyframe', { peakBitrate: 10_000, maxGopMs: 0 }, [6000, 3400, 1600, 900, 450]],
    ['of which nobody has measured it', { peakBitrate: 0 }, [6000, 3400, 1600, 900, 450]],
    [
      'that an older program recorded without it',
      { peakBitrate: undefined as unknown as number },
      [6000, 3400, 1600, 900, 450],
    ],
  ])('announces no more than what is in a source: one %s', (_, video, ceilings) => {
    expect(selectRungs(sampleFacts(video)).map(({ maxRateKbps }) => maxRateKbps)).toEqual(ceilings)
  })

  it('keeps a film to be encoded from again as it is, however poor', () => {
    const [whole, usual] = selectRungs(sampleFacts({ peakBitrate: 10_000 }), { mezzanine: true })
    expect([whole?.maxRateKbps, usual?.maxRateKbps]).toEqual([24_000, 850])
  })

  it('has even sides, falls in size and rate, never exceeds the source by more than rounding, and keeps the aspect', () => {
    const side = fc.integer({ min: 16, max: 8192 })
    const rate = fc.constantFrom(12, 24, 25, 30, 48, 50, 60, 100, 240)
    fc.assert(
      fc.property(
        side,
        side,
        rate,
        fc.constantFrom(...PICTURE_CODECS),
        fc.nat(20_000_000),
        (width, height, numerator, codec, peakBitrate) => {
          const facts = sampleFacts({
            display: { width, height },
            frameRate: { numerator, denominator: 1 },
            peakBitrate,
          })
          const rungs = selectRungs(facts, { codec })
          if (Math.min(width, height) >= SMALLEST_SIDE[codec]) expect(rungs.length).toBeGreaterThan(0)
          expect(rungs.length).toBeLessThanOrEqual(LADDERS[codec].length)
          for (const rung of rungs) {
            expect(toNumber(rung.frameRate)).toBeLessThanOrEqual(numerator)
            expect(rung.width % 2).toBe(0)
            expect(rung.height % 2).toBe(0)
            expect(rung.width).toBeLessThanOrEqual(width + 1)
            expect(rung.height).toBeLessThanOrEqual(height + 1)
            const scale = Math.min(rung.width, rung.height) / Math.min(width, height)
            expect(Math.abs(rung.width - width * scale)).toBeLessThanOrEqual(
              1 + width / Math.min(width, height),
            )
          }
          for (const [index, rung] of rungs.slice(1).entries()) {
            expect(rung.height).toBeLessThanOrEqual(rungs[index]?.height ?? 0)
            expect(rung.maxRateKbps).toBeLessThan(rungs[index]?.maxRateKbps ?? 0)
            expect(toNumber(rung.frameRate)).toBeLessThanOrEqual(
              toNumber(rungs[index]?.frameRate ?? rung.frameRate),
            )
          }
        },
      ),
    )
  })
})
