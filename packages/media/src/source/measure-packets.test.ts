import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPacketMeter, parsePacketLine } from './measure-packets.ts'

const packet = (pts: number, isKey = false) => ({
  streamIndex: 0,
  pts,
  duration: 0.04,
  size: 100,
  isKey,
  isDiscarded: false,
})

describe('parsePacketLine', () => {
  it('reads what ffprobe prints', () => {
    expect(parsePacketLine('1,-0.038503,-0.038503,0.023220,802,KD,')).toEqual({
      streamIndex: 1,
      pts: -0.038503,
      duration: 0.02322,
      size: 802,
      isKey: true,
      isDiscarded: true,
    })
    expect(parsePacketLine('0,N/A,1.500000,N/A,7,__')).toMatchObject({
      pts: 1.5,
      isKey: false,
      duration: Number.NaN,
    })
    expect(parsePacketLine('')).toBeNull()
  })
})

describe('createPacketMeter', () => {
  it('measures in presentation order, whatever the order of arrival', () => {
    const times = Array.from({ length: 50 }, (_, frame) => frame * 0.04)
    fc.assert(
      fc.property(fc.shuffledSubarray(times, { minLength: 50, maxLength: 50 }), (shuffled) => {
        const meter = createPacketMeter()
        for (const time of shuffled) meter.add(packet(time, time === 0))
        const measure = meter.measure()
        expect(measure.frames).toBe(50)
        expect(measure.end).toBeCloseTo(2)
        expect(measure.maxGop).toBeCloseTo(2)
        expect(measure.irregularity).toBe(0)
        expect(measure.meanStep).toBeCloseTo(0.04)
      }),
    )
  })

  it('takes a clock of 1 ms for regular and a changing rate for variable', () => {
    const rounded = createPacketMeter()
    for (let frame = 0; frame < 100; frame += 1) rounded.add(packet(Math.round((frame * 1001) / 30) / 1000))
    expect(rounded.measure().irregularity).toBe(0)
    const variable = createPacketMeter()
    for (let frame = 0; frame < 100; frame += 1)
      variable.add(packet(frame * 0.04 + (frame > 60 ? frame - 60 : 0)))
    expect(variable.measure().irregularity).toBeGreaterThan(0.3)
  })

  it('does not count frames that are never shown', () => {
    const meter = createPacketMeter()
    for (let frame = 0; frame < 100; frame += 1) meter.add(packet(frame * 0.04))
    for (let frame = 10; frame < 100; frame += 10) meter.add(packet(frame * 0.04 - 0.001))
    expect(meter.measure()).toMatchObject({ frames: 100, irregularity: 0 })
  })

  it('knows how many packets stand before the first keyframe', () => {
    const meter = createPacketMeter()
    meter.add(packet(0))
    meter.add(packet(0.04))
    meter.add(packet(0.08, true))
    expect(meter.measure()).toMatchObject({
      frames: 3,
      beforeKey: 2,
      firstKey: 0.08,
      first: 0,
      hiddenBefore: 0,
    })
  })

  it('begins a trimmed recording at its first shown frame, which is decoded from a hidden keyframe', () => {
    const meter = createPacketMeter()
    meter.add({ ...packet(-0.08, true), isDiscarded: true })
    meter.add({ ...packet(-0.04), isDiscarded: true })
    for (let frame = 0; frame < 50; frame += 1) meter.add(packet(frame * 0.04, frame === 38))
    const measure = meter.measure()
    expect(measure).toMatchObject({ frames: 50, first: 0, firstKey: 0, beforeKey: 2, hiddenBefore: 2 })
    expect(measure.maxGop).toBeCloseTo(1.52)
  })
})
