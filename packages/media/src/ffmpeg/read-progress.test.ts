import { describe, expect, it } from 'vitest'
import { createProgressReader, fractionOf, type Progress } from './read-progress.ts'

describe('createProgressReader', () => {
  it('reports at each progress line, and knows the end', () => {
    const reports: Progress[] = []
    const read = createProgressReader((progress) => reports.push(progress))
    const lines =
      'frame=0 out_time_us=N/A progress=continue out_time_us=1500000 speed=3x progress=continue progress=end'
    for (const line of lines.split(' ')) read(line)
    expect(reports).toEqual([
      { outTimeMs: 0, done: false },
      { outTimeMs: 1500, done: false },
      { outTimeMs: 1500, done: true },
    ])
  })
})

describe('fractionOf', () => {
  it('stays between 0 and 1', () => {
    expect(fractionOf({ outTimeMs: 500, done: false }, 2000)).toBe(0.25)
    expect(fractionOf({ outTimeMs: 5000, done: false }, 2000)).toBe(1)
    expect(fractionOf({ outTimeMs: 5000, done: false }, 0)).toBe(0)
    expect(fractionOf({ outTimeMs: 0, done: true }, 2000)).toBe(1)
  })
})
