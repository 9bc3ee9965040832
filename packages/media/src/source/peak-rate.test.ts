import { describe, expect, it } from 'vitest'
import { createPeakMeter } from './peak-rate.ts'

/** @param packets seconds and bytes, in the order of the file */
function peakOf(packets: Iterable<readonly [number, number]>): number {
  const meter = createPeakMeter()
  for (const [seconds, bytes] of packets) meter.add(seconds, bytes)
  return meter.read()
}

/** Ten frames a second. */
const film = (seconds: number, bytesAt: (second: number) => number) =>
  Array.from({ length: seconds * 10 }, (_, frame) => [frame / 10, bytesAt(frame / 10)] as const)

describe('createPeakMeter', () => {
  it('is the rate of what is even', () => {
    expect(peakOf(film(60, () => 1000))).toBe(80_000)
  })

  it('finds two busy seconds among many that are still', () => {
    expect(peakOf(film(60, (at) => (at >= 31 && at < 33 ? 50_000 : 10)))).toBe(4_000_000)
    const between = peakOf(film(60, (at) => (at >= 31.5 && at < 33.5 ? 50_000 : 10)))
    expect(between).toBeGreaterThanOrEqual(3_000_000)
  })

  it('counts a keyframe that stands alone, over all of its span', () => {
    expect(peakOf(film(30, (at) => (at === 10 ? 500_000 : 0)))).toBe(2_000_000)
  })

  it('takes packets out of their order, from before zero, and after holes, as they come', () => {
    expect(
      peakOf([
        [-0.5, 1000],
        [0.3, 1000],
        [0.1, 1000],
        [500, 1000],
      ]),
    ).toBe(12_000)
    expect(peakOf([])).toBe(0)
  })
})
