import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleFacts } from '../source/sample-facts.ts'
import {
  chooseLadder,
  describeLadder,
  FRUGAL_STEP,
  followLadder,
  followsLadder,
  type TriedRung,
} from './choose-ladder.ts'
import { PICTURE_CODECS } from './ladder.ts'
import { sampleRung } from './sample-rung.ts'
import { selectRungs } from './select-rungs.ts'

const SCENE_SECONDS = 2

/** @param ssim of the usual encode and of the frugal one in each scene */
function tried(name: string, bytes: number, ...ssim: readonly [number, number][]): TriedRung {
  return {
    rung: sampleRung({ name }),
    usual: ssim.map(([usual]) => ({ bytes, ssim: usual })),
    frugal: ssim.map(([, frugal]) => ({ bytes: 0.7 * bytes, ssim: frugal })),
  }
}

const crfsOf = (ladder: readonly TriedRung[]) =>
  chooseLadder(ladder, SCENE_SECONDS).rungs.map(({ name, chosen }) => `${name} ${chosen?.crf ?? 'out'}`)

describe('chooseLadder', () => {
  it('saves where the frugal encode is good in every scene, and nowhere else', () => {
    const ladder = [
      tried('1080p', 1_000_000, [0.99, 0.985], [0.988, 0.981]),
      tried('720p', 500_000, [0.975, 0.972], [0.97, 0.965]),
      tried('480p', 250_000, [0.96, 0.95], [0.94, 0.93]),
    ]
    expect(crfsOf(ladder)).toEqual(['1080p 26', '720p 23', '480p 23'])
    const made = chooseLadder(ladder, SCENE_SECONDS)
    expect(made.saved).toBeCloseTo(0.3 / 1.75, 3)
    expect([made.ssim, made.usualSsim]).toEqual([0.983, 0.989])
    expect(made.rungs[0]?.usual).toEqual({ crf: 23, kbps: 4000, ssim: 0.989 })
    expect(describeLadder(made, 2)).toBe(
      'Saves 17 % of the bytes at SSIM 0.983 against 0.989 of the usual ladder, measured in 2 scenes of 3 sizes. 1080p crf 23 → 26.',
    )
  })

  it('saves nothing where a size would show no more than the one below it', () => {
    const ladder = [
      tried('1080p', 1_000_000, [0.99, 0.985], [0.988, 0.981]),
      tried('720p', 500_000, [0.985, 0.981], [0.981, 0.979]),
    ]
    expect(crfsOf(ladder)).toEqual(['1080p 23', '720p 23'])
  })

  it('leaves out what shows no more than the size below it, and measures the next by what is left', () => {
    // Enlarged from 480 lines.
    const ladder = [
      tried('1080p', 1_000_000, [0.961, 0.957], [0.962, 0.958]),
      tried('720p', 500_000, [0.96, 0.955], [0.961, 0.957]),
      tried('480p', 250_000, [0.96, 0.955], [0.96, 0.956]),
      tried('360p', 125_000, [0.93, 0.92], [0.97, 0.96]),
    ]
    expect(crfsOf(ladder)).toEqual(['1080p out', '720p out', '480p 23', '360p 23'])
    const made = chooseLadder(ladder, SCENE_SECONDS)
    expect(made.saved).toBeCloseTo(0.8, 3)
    expect(describeLadder(made, 2)).toContain('at SSIM 0.960 against 0.962 of the usual ladder')
  })

  it('says so where it keeps the usual ladder', () => {
    const made = chooseLadder([tried('1080p', 1_000_000, [0.95, 0.93])], SCENE_SECONDS)
    expect(made.saved).toBe(0)
    expect(describeLadder(made, 1)).toBe(
      'Keeps the usual ladder: SSIM 0.950, measured in 1 scenes of one size.',
    )
  })

  it('has the target that it is given', () => {
    const ladder = [tried('1080p', 1_000_000, [0.95, 0.93])]
    expect(chooseLadder(ladder, SCENE_SECONDS, 0.93).rungs[0]?.chosen?.crf).toBe(26)
  })
})

const figures = fc.record({
  bytes: fc.integer({ min: 0, max: 10_000_000 }),
  ssim: fc.double({ min: 0, max: 1, noNaN: true }),
})

describe('a ladder of any film, by any measurement', () => {
  const arbitrary = fc
    .record({
      codec: fc.constantFrom(...PICTURE_CODECS),
      width: fc.integer({ min: 64, max: 4096 }),
      height: fc.integer({ min: 64, max: 4096 }),
      scenes: fc.integer({ min: 1, max: 5 }),
      target: fc.double({ min: 0.9, max: 1, noNaN: true }),
    })
    .chain(({ codec, width, height, scenes, target }) => {
      const rungs = selectRungs(sampleFacts({ display: { width, height } }), { codec })
      const trial = fc.array(figures, { minLength: scenes, maxLength: scenes })
      const measured = fc.tuple(...rungs.map(() => fc.record({ usual: trial, frugal: trial })))
      return fc.record({
        rungs: fc.constant(rungs),
        target: fc.constant(target),
        measured,
      })
    })

  it('is a part of the usual one, in its order, with the lowest in it, at no higher quality and the same ceilings', () => {
    fc.assert(
      fc.property(arbitrary, ({ rungs, measured, target }) => {
        const ladder = rungs.flatMap((rung, index) => {
          const one = measured[index]
          return one ? [{ rung, ...one }] : []
        })
        const made = chooseLadder(ladder, SCENE_SECONDS, target)
        expect(made.rungs.map(({ name }) => name)).toEqual(rungs.map(({ name }) => name))
        const followed = followLadder(rungs, made.rungs)
        expect(followsLadder(followed, made.rungs)).toBe(true)
        expect(followed.at(-1)?.name).toBe(rungs.at(-1)?.name)
        let from = 0
        for (const rung of followed) {
          const at = rungs.findIndex(({ name }) => name === rung.name)
          expect(at).toBeGreaterThanOrEqual(from)
          from = at + 1
          const usual = rungs[at]
          expect([usual?.crf, (usual?.crf ?? 0) + FRUGAL_STEP[rung.codec]]).toContain(rung.crf)
          expect({ ...rung, crf: usual?.crf }).toEqual(usual)
        }
      }),
    )
  })
})

describe('followLadder', () => {
  const usual = { crf: 23, kbps: 1000, ssim: 0.99 }

  it('leaves what it knows with another quality, or not at all', () => {
    const rungs = [sampleRung({ crf: 16 }), sampleRung({ name: '720p' })]
    expect(followLadder(rungs, [{ name: '1080p', usual, chosen: { ...usual, crf: 26 } }])).toEqual(rungs)
    expect(followLadder(rungs, [])).toEqual(rungs)
  })

  it('never leaves nothing', () => {
    const rungs = [sampleRung(), sampleRung({ name: '720p' })]
    const out = rungs.map(({ name }) => ({ name, usual, chosen: null }))
    expect(followLadder(rungs, out)).toEqual(rungs.slice(1))
  })
})

describe('followsLadder', () => {
  const usual = { crf: 23, kbps: 1000, ssim: 0.99 }
  const frugal = { crf: 26, kbps: 700, ssim: 0.985 }
  const rungs = [sampleRung(), sampleRung({ name: '720p' })]
  const kept = { name: '720p', usual, chosen: usual }

  it('is so of a choice that leaves all as it is', () => {
    expect(followsLadder(rungs, [kept])).toBe(true)
  })

  it('is not so of rungs that kept what was to be less, or out', () => {
    expect(followsLadder(rungs, [{ name: '1080p', usual, chosen: frugal }, kept])).toBe(false)
    expect(followsLadder(rungs, [{ name: '1080p', usual, chosen: null }, kept])).toBe(false)
    expect(followsLadder(rungs.slice(1), [{ name: '1080p', usual, chosen: null }, kept])).toBe(true)
  })

  it('is not so of rungs that lack a size which was chosen', () => {
    expect(followsLadder(rungs.slice(1), [{ name: '1080p', usual, chosen: frugal }, kept])).toBe(false)
  })

  it('takes no other codec’s quality for the one that was chosen', () => {
    const hevc = sampleRung({ codec: 'hevc', crf: frugal.crf })
    expect(followsLadder([...rungs, hevc], [{ name: '1080p', usual, chosen: frugal }])).toBe(false)
  })
})
