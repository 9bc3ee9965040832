import { describe, expect, it } from 'vitest'
import { sampleFacts } from '../source/sample-facts.ts'
import { estimateCost } from './estimate-cost.ts'

describe('estimateCost', () => {
  const sample = { share: 0.1, most: 10, from: 60 }
  const of = (seconds: number) =>
    estimateCost({ fixed: 1, perSecond: 2, sample }, sampleFacts({}, { durationMs: seconds * 1000 }))

  it.each([
    [59, 1],
    [60, 13],
    [80, 17],
    [100, 21],
    [7200, 21],
  ])('counts no more of %i s than is looked at', (seconds, cost) => {
    expect(of(seconds)).toBeCloseTo(cost)
  })

  it('counts all of a film where all is looked at', () => {
    expect(estimateCost({ perSecond: 2 }, sampleFacts({}, { durationMs: 30_000 }))).toBe(60)
  })
})
