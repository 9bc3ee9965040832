import { describe, expect, it } from 'vitest'
import { createPictureCollector } from './collect-pictures.ts'
import { SOURCE_LIMITS } from './limits.ts'
import type { Packet } from './measure-packets.ts'
import { findWholePart, type WholePart } from './whole-part.ts'

const packet = (pts: number, more: Partial<Packet> = {}): Packet => ({
  ...{ streamIndex: 0, pts, duration: 0.04, size: 1000, isKey: false, isDiscarded: false },
  ...more,
})

/** 25 frames a second as they are decoded: each third is shown before the two behind it, `gop` groups of three a keyframe. */
function film(frames: number, gop: number, start = 0): Packet[] {
  const order = Array.from({ length: frames / 3 }, (_, index) => [3 * index + 2, 3 * index, 3 * index + 1])
  return order.flat().map((frame, at) => packet(start + frame / 25, { isKey: at % (3 * gop) === 0 }))
}

function partOf(packets: Iterable<Packet>, decoded: readonly number[]): WholePart | null {
  const pictures = createPictureCollector()
  for (const one of packets) pictures.add(one)
  return findWholePart(pictures.read(), Float64Array.from(decoded))
}

const allBut = (packets: readonly Packet[], ...lost: readonly number[]) =>
  packets.map(({ pts }) => pts).filter((pts) => !lost.some((time) => Math.abs(time - pts) < 0.001))

describe('findWholePart', () => {
  it('ends with the last whole segment', () => {
    const packets = film(300, 100)
    const part = partOf(packets, allBut(packets, 9.04))
    // At 8.00 s stands a picture that the two before it are decoded after.
    expect(part?.end).toBeCloseTo(7.92)
    expect(shown(packets, part?.packets)).toEqual(Array.from({ length: 198 }, (_, frame) => frame))
  })

  it('ends with the last whole group of pictures where that is later', () => {
    const packets = film(300, 10)
    const part = partOf(packets, allBut(packets, 9.04))
    expect(part?.packets).toBe(210)
    // Two pictures that belong to the next one are shown before its keyframe.
    expect(part?.end).toBeCloseTo(8.4)
  })

  it('counts from where the pictures begin', () => {
    const packets = film(300, 100, 1.4)
    expect(partOf(packets, allBut(packets, 1.4 + 9.04))?.end).toBeCloseTo(1.4 + 7.92)
  })

  it('ends before a whole film’s last picture, which may be half there', () => {
    const packets = film(300, 100)
    expect(partOf(packets, allBut(packets))?.end).toBeCloseTo(7.92)
  })

  it('lets pass what cannot be decoded before the first picture that can', () => {
    const packets = [packet(0), packet(0.04), ...film(300, 100, 0.08)]
    const part = partOf(packets, allBut(packets, 0, 0.04, 0.08, 0.12, 9.08))
    expect(part?.end).toBeCloseTo(0.08 + 7.92)
    expect(part?.packets).toBe(198)
  })

  it('takes a clock of a millisecond for what it is', () => {
    const packets = film(300, 100)
    const decoded = packets.map(({ pts }) => pts + 0.0009)
    expect(partOf(packets, decoded)?.end).toBeCloseTo(7.92)
  })

  it.each([
    ['the first four seconds break', film(300, 1), [3.6]],
    ['it is shorter', film(75, 1), []],
    ['it has no keyframe', film(300, 100).map((one) => ({ ...one, isKey: false })), []],
    ['packets have no time', film(300, 100).map((one) => ({ ...one, pts: Number.NaN })), []],
  ])('is nothing where %s', (_, packets, lost) => {
    expect(partOf(packets, allBut(packets, ...lost))).toBeNull()
  })

  it('is nothing where no picture was decoded', () => {
    expect(partOf(film(300, 1), [])).toBeNull()
  })

  it('makes no object of a packet, however many an edit list hides', () => {
    const shownOnes = film(300, 10)
    const pictures = createPictureCollector()
    for (const one of shownOnes) pictures.add(one)
    const hidden = packet(12, { isDiscarded: true })
    while (pictures.count < SOURCE_LIMITS.frames) pictures.add(hidden)
    const { times, flags } = pictures.read()
    expect(times.byteLength + flags.byteLength).toBe(9 * SOURCE_LIMITS.frames)
    const decoded = Float64Array.from(allBut(shownOnes, 9.04))
    expect(findWholePart({ times, flags }, decoded)?.packets).toBe(210)
  })
})

function shown(packets: readonly Packet[], count: number | undefined): number[] {
  const kept = packets.slice(0, count).map(({ pts }) => Math.round(pts * 25))
  return kept.sort((a, b) => a - b)
}
