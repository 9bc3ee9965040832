import { describe, expect, it } from 'vitest'
import type { Packet } from './measure-packets.ts'
import { findWholePart } from './whole-part.ts'

const packet = (pts: number, more: Partial<Packet> = {}): Packet => ({
  ...{ streamIndex: 0, pts, duration: 0.04, size: 1000, isKey: false, isDiscarded: false },
  ...more,
})

/** 25 frames a second as they are decoded: each third is shown before the two behind it, `gop` groups of three a keyframe. */
function film(frames: number, gop: number, start = 0): Packet[] {
  const order = Array.from({ length: frames / 3 }, (_, index) => [3 * index + 2, 3 * index, 3 * index + 1])
  return order.flat().map((frame, at) => packet(start + frame / 25, { isKey: at % (3 * gop) === 0 }))
}

const allBut = (packets: readonly Packet[], ...lost: readonly number[]) =>
  packets.map(({ pts }) => pts).filter((pts) => !lost.some((time) => Math.abs(time - pts) < 0.001))

describe('findWholePart', () => {
  it('ends with the last whole segment', () => {
    const packets = film(300, 100)
    const part = findWholePart(packets, allBut(packets, 9.04))
    // At 8.00 s stands a picture that the two before it are decoded after.
    expect(part?.end).toBeCloseTo(7.92)
    expect(shown(packets, part?.packets)).toEqual(Array.from({ length: 198 }, (_, frame) => frame))
  })

  it('ends with the last whole group of pictures where that is later', () => {
    const packets = film(300, 10)
    const part = findWholePart(packets, allBut(packets, 9.04))
    expect(part?.packets).toBe(210)
    // Two pictures that belong to the next one are shown before its keyframe.
    expect(part?.end).toBeCloseTo(8.4)
  })

  it('counts from where the pictures begin', () => {
    const packets = film(300, 100, 1.4)
    expect(findWholePart(packets, allBut(packets, 1.4 + 9.04))?.end).toBeCloseTo(1.4 + 7.92)
  })

  it('ends before a whole film’s last picture, which may be half there', () => {
    const packets = film(300, 100)
    expect(findWholePart(packets, allBut(packets))?.end).toBeCloseTo(7.92)
  })

  it('lets pass what cannot be decoded before the first picture that can', () => {
    const packets = [packet(0), packet(0.04), ...film(300, 100, 0.08)]
    const part = findWholePart(packets, allBut(packets, 0, 0.04, 0.08, 0.12, 9.08))
    expect(part?.end).toBeCloseTo(0.08 + 7.92)
    expect(part?.packets).toBe(198)
  })

  it('takes a clock of a millisecond for what it is', () => {
    const packets = film(300, 100)
    const decoded = packets.map(({ pts }) => pts + 0.0009)
    expect(findWholePart(packets, decoded)?.end).toBeCloseTo(7.92)
  })

  it.each([
    ['the first four seconds break', film(300, 1), [3.6]],
    ['it is shorter', film(75, 1), []],
    ['it has no keyframe', film(300, 100).map((one) => ({ ...one, isKey: false })), []],
    ['packets have no time', film(300, 100).map((one) => ({ ...one, pts: Number.NaN })), []],
  ])('is nothing where %s', (_, packets, lost) => {
    expect(findWholePart(packets, allBut(packets, ...lost))).toBeNull()
  })

  it('is nothing where no picture was decoded', () => {
    expect(findWholePart(film(300, 1), [])).toBeNull()
  })
})

function shown(packets: readonly Packet[], count: number | undefined): number[] {
  const kept = packets.slice(0, count).map(({ pts }) => Math.round(pts * 25))
  return kept.sort((a, b) => a - b)
}
