import type { Rung } from './select-rungs.ts'

/** A rung of 1080p25 in H.264, for tests; change what a test is about. */
export function sampleRung(part: Partial<Rung> = {}): Rung {
  return {
    name: '1080p',
    codec: 'h264',
    width: 1920,
    height: 1080,
    frameRate: { numerator: 25, denominator: 1 },
    crf: 23,
    maxRateKbps: 6000,
    profile: 'high',
    ...part,
  }
}
