import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLoudnessReader, gainOf } from './loudness.ts'

/** A frame as the meters print it. */
const frame = (mix: string, ...values: string[]) => [
  'frame:18   pts:79380   pts_time:1.8',
  ...values.map((value) => `lavfi.r128.${value}`),
  `marquee.mix=${mix}`,
]

function readerOf(...frames: string[][]) {
  const reader = createLoudnessReader()
  for (const line of frames.flat()) reader.read(line)
  return reader
}

const measured = (...frames: string[][]) => readerOf(...frames).measure('stereo')

describe('createLoudnessReader', () => {
  it('keeps the last of each value', () => {
    const { integratedLufs, truePeakDb } = measured(
      frame('stereo', 'M=-21.753', 'I=-20.1', 'true_peak=0.088'),
      frame('stereo', 'I=-21.760', 'true_peak=0.5'),
      frame('stereo'),
    )
    expect(integratedLufs).toBe(-21.76)
    expect(truePeakDb).toBeCloseTo(-6.01, 2)
  })

  it('tells mixes apart', () => {
    const reader = readerOf(
      frame('stereo', 'I=-20', 'true_peak=0.5'),
      frame('5.1', 'I=-16', 'true_peak=1'),
      frame('stereo', 'I=-21'),
    )
    expect(reader.measure('stereo').integratedLufs).toBe(-21)
    expect(reader.measure('5.1').integratedLufs).toBe(-16)
    expect(reader.measure('5.1').truePeakDb).toBeCloseTo(0, 1)
    expect(reader.measure('mono').integratedLufs).toBeNull()
  })

  it('has nothing to say of silence, of less than 400 ms, and of no sound at all', () => {
    const silence = { integratedLufs: null, truePeakDb: null }
    expect(measured(frame('stereo', 'I=-70.000', 'true_peak=0.000'))).toEqual(silence)
    expect(measured(frame('stereo', 'I=-nan', 'true_peak=nan'))).toEqual(silence)
    expect(measured()).toEqual(silence)
    expect(measured(frame('stereo', 'I=-70.000', 'true_peak=0.9')).integratedLufs).toBeNull()
  })
})

describe('gainOf', () => {
  it.each([
    ['a loud film is turned down', -9, -0.1, -5],
    ['a quiet one is turned up', -24, -14, 10],
    ['as far as its peaks let it', -24, -6, 4],
    ['one whose peaks are too high is turned down further', -16, 1.5, -3.5],
    ['silence stays silent', null, null, 0],
    ['what is too short to measure keeps its loudness', null, -12, 0],
    ['but not its peaks', null, -0.5, -1.5],
  ])('%s', (_, integratedLufs, truePeakDb, gain) => {
    expect(gainOf({ integratedLufs, truePeakDb })).toBeCloseTo(gain, 2)
  })

  it('never leaves a peak above −2 dBTP, nor a film above −14 LUFS', () => {
    const decibels = fc.double({ min: -69, max: 12, noNaN: true })
    fc.assert(
      fc.property(decibels, decibels, (integratedLufs, truePeakDb) => {
        const gain = gainOf({ integratedLufs, truePeakDb })
        expect(truePeakDb + gain).toBeLessThanOrEqual(-2 + 1e-9)
        expect(integratedLufs + gain).toBeLessThanOrEqual(-14 + 1e-9)
        expect(Math.max(truePeakDb + gain + 2, integratedLufs + gain + 14)).toBeGreaterThan(-0.011)
      }),
    )
  })
})
