import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planStoryboard, storyboardVtt } from './plan-storyboard.ts'

const picture = { width: 1920, height: 1080 }

describe('planStoryboard', () => {
  it.each([
    [300, 2, 1, 1],
    [62_301, 2, 32, 2],
    [3_600_000, 10, 360, 15],
    [43_200_000, 120, 360, 15],
  ])('%i ms: a tile each %i s, %i tiles on %i sheets', (durationMs, intervalSeconds, tiles, sheets) => {
    expect(planStoryboard(durationMs, picture)).toMatchObject({ intervalSeconds, tiles, sheets })
  })
})

describe('storyboardVtt', () => {
  it('names each tile by its place', () => {
    const lines = storyboardVtt(planStoryboard(62_301, picture), 62_301).split('\n\n')
    expect(lines[0]).toBe('WEBVTT')
    expect(lines[1]).toBe('00:00:00.000 --> 00:00:02.000\nstoryboard-1.jpg#xywh=0,0,160,90')
    expect(lines[7]).toBe('00:00:12.000 --> 00:00:14.000\nstoryboard-1.jpg#xywh=160,90,160,90')
    expect(lines[26]).toBe('00:00:50.000 --> 00:00:52.000\nstoryboard-2.jpg#xywh=0,0,160,90')
    expect(lines.at(-1)).toBe('00:01:02.000 --> 00:01:02.301\nstoryboard-2.jpg#xywh=160,90,160,90\n')
  })

  it('has a cue for each tile, each on a sheet', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 43_200_000 }), (durationMs) => {
        const plan = planStoryboard(durationMs, picture)
        const cues = storyboardVtt(plan, durationMs).match(/storyboard-(\d+)/g) ?? []
        expect(cues).toHaveLength(plan.tiles)
        expect(cues.at(-1)).toBe(`storyboard-${plan.sheets}`)
      }),
    )
  })
})
