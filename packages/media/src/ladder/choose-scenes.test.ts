import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SeekFacts } from '../chunks/seek-facts.ts'
import { sampleFacts } from '../source/sample-facts.ts'
import { chooseScenes, PROBED } from './choose-scenes.ts'

function film(seconds: number, part: Partial<SeekFacts> = {}, container = 'mov') {
  const durationMs = seconds * 1000
  const seeking: SeekFacts = {
    containerStart: 0,
    pictureStart: 0,
    pictureEndMs: durationMs,
    longestFrameMs: 40,
    runUpMs: Array.from({ length: Math.max(0, Math.ceil(seconds / 4) - 1) }, () => 1000),
    ...part,
  }
  return { facts: sampleFacts({}, { durationMs, container }), seeking }
}

const scenesOf = ({ facts, seeking }: ReturnType<typeof film>) => chooseScenes(facts, seeking)

describe('chooseScenes', () => {
  it('spreads three to five scenes over the film, each with a second place', () => {
    const startsOf = (seconds: number) => {
      const scenes = scenesOf(film(seconds))
      return 'reason' in scenes ? scenes : scenes.map((places) => places.map(({ startMs }) => startMs))
    }
    expect(startsOf(62)).toEqual([
      [4000, 16_000],
      [24_000, 36_000],
      [48_000, 56_000],
    ])
    expect(startsOf(600)).toHaveLength(5)
    expect(startsOf(80)).toHaveLength(4)
  })

  it('takes what is cheap to decode', () => {
    const cheap = new Set([12_000, 28_000, 52_000])
    const runUpMs = Array.from({ length: 15 }, (_, cell) => (cheap.has((cell + 1) * 4000) ? 0 : 9000))
    const scenes = scenesOf(film(62, { runUpMs }))
    expect(scenes).toHaveLength(3)
    if (!('reason' in scenes))
      expect(scenes.map(([first]) => first?.startMs)).toEqual([12_000, 28_000, 52_000])
  })

  it.each<[string, ReturnType<typeof film>, string, string]>([
    ['is short', film(59), 'too-short', 'shorter than 60 s'],
    ['cannot be sought in', film(90, {}, 'mpegts'), 'not-sought', 'not sought in'],
    ['is of slides', film(90, { longestFrameMs: 3000 }), 'pictures-stand', 'longer than a scene'],
    ['has few keyframes', film(90, { runUpMs: Array(22).fill(30_000) }), 'keyframes-apart', 'too far apart'],
  ])('says why not where a film %s', (_, source, reason, why) => {
    expect(scenesOf(source)).toEqual({ reason, why: expect.stringContaining(why) })
  })

  it('looks at no more than its share of any film, inside of it, at nothing twice', () => {
    const runUps = fc.array(fc.integer({ min: 0, max: 15_000 }), { minLength: 2000, maxLength: 2000 })
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 8000 }), runUps, (seconds, all) => {
        const scenes = scenesOf(film(seconds, { runUpMs: all.slice(0, Math.ceil(seconds / 4) - 1) }))
        if ('reason' in scenes) return
        expect(scenes.length * PROBED.sceneSeconds).toBeLessThanOrEqual(PROBED.share * seconds)
        const places = scenes.flat()
        expect(new Set(places.map(({ startMs }) => startMs)).size).toBe(places.length)
        for (const { startMs, endMs, last } of places) {
          expect([startMs % 4000, endMs - startMs, last]).toEqual([0, 2000, false])
          expect(startMs).toBeGreaterThan(0)
          expect(endMs).toBeLessThan(seconds * 1000)
        }
      }),
    )
  })
})
