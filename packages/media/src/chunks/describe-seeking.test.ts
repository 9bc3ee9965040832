import { describe, expect, it } from 'vitest'
import { createPacketMeter } from '../source/measure-packets.ts'
import { sampleFacts } from '../source/sample-facts.ts'
import { describeSeeking, seekFactsOfCopy } from './describe-seeking.ts'
import { onContainerClock, seekTarget } from './seek-target.ts'

/** Pictures at 25 a second from a moment on, with a keyframe every so many. */
function observed(start: number, seconds: number, gop: number, containerStart: number) {
  const meter = createPacketMeter()
  for (let frame = 0; frame < seconds * 25; frame += 1) {
    const place = { streamIndex: 0, pts: start + frame * 0.04, duration: 0.04, size: 1000 }
    meter.add({ ...place, isKey: frame % gop === 0, isDiscarded: false })
  }
  const probe = { format: { format_name: 'mov', start_time: String(containerStart) }, streams: [] }
  return { probe, packets: new Map([[0, meter.measure()]]) }
}

describe('describeSeeking', () => {
  it('says for each 4 s from where it is decoded', () => {
    const seeking = describeSeeking(observed(1.4, 20, 75, 1.4), sampleFacts())
    expect(seeking).toEqual({
      ...{ containerStart: 1.4, pictureStart: 1.4, pictureEndMs: 20_000, longestFrameMs: 40 },
      // Keyframes every 3 s: those of 3, 6, 9 and 15 s.
      runUpMs: [1000, 2000, 3000, 1000],
    })
  })

  it('does not grow with the keyframes', () => {
    const seeking = describeSeeking(observed(0, 600, 1, 0), sampleFacts())
    expect(seeking.runUpMs).toHaveLength(149)
    expect(Math.max(...seeking.runUpMs)).toBeLessThan(450)
  })

  it('counts a late start of a constant rate in frames, and one of a variable rate by the container', () => {
    const seen = observed(2.136, 20, 25, 0)
    const late = sampleFacts({ startMs: 2136 })
    const seeking = describeSeeking(seen, late)
    expect(seeking.pictureEndMs).toBe(22_120)
    expect(onContainerClock(late.video, seeking, 0)).toBeCloseTo(0.016)
    const variable = sampleFacts({ startMs: 2136, isVariable: true })
    expect(describeSeeking(seen, variable).pictureEndMs).toBe(22_136)
  })

  it('seeks before the frame that stands when a chunk begins, and before its neighbour where there are fields', () => {
    const { video } = sampleFacts()
    const seeking = describeSeeking(observed(0, 20, 25, 0), { video })
    expect(seekTarget(video, seeking, 8000)).toBeCloseTo(8 - 0.04 - 0.08)
    const fields = { ...video, fieldOrder: 'interlaced' as const }
    expect(seekTarget(fields, seeking, 8000)).toBeCloseTo(8 - 0.08 - 0.08)
    expect(seekTarget(video, { ...seeking, longestFrameMs: 4000 }, 4000)).toBeNull()
  })

  it('knows that a copy begins at 0', () => {
    const seeking = describeSeeking(observed(1.48, 20, 25, 1.4), sampleFacts())
    const copy = seekFactsOfCopy(seeking)
    expect(copy.containerStart).toBe(0)
    expect(copy.pictureStart).toBeCloseTo(0.08)
    expect(copy.runUpMs).toEqual(seeking.runUpMs)
  })
})
