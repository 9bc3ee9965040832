import { describe, expect, it } from 'vitest'
import { overallProgress } from './overall-progress.ts'

describe('overallProgress', () => {
  it('weighs tasks, and leaves out skipped ones', () => {
    const task = (weight: number, fraction: number, skipped = false) => ({ weight, fraction, skipped })
    expect(overallProgress([task(1, 1), task(3, 0.5)])).toBe(0.625)
    expect(overallProgress([task(1, 1), task(3, 0, true)])).toBe(1)
    expect(overallProgress([])).toBe(0)
    expect(overallProgress([task(1, 7)])).toBe(1)
  })
})
