import { describe, expect, it } from 'vitest'
import { estimateProgress, type TimedTask } from './estimate-progress.ts'

const start = new Date('2026-03-01T10:00:00Z')
const after = (seconds: number) => new Date(start.getTime() + seconds * 1_000)
const WEIGHTS = { inspect: 2, remux: 2, encode: 100, package: 4, publish: 1 }
type Type = keyof typeof WEIGHTS
const waiting = (type: Type): TimedTask => ({
  weight: WEIGHTS[type],
  status: 'waiting',
  fraction: 0,
  startedAt: null,
  endedAt: null,
})
const running = (type: Type, fraction: number): TimedTask => ({
  ...waiting(type),
  status: 'running',
  fraction,
  startedAt: start,
})
const succeeded = (type: Type, seconds: number): TimedTask => ({
  ...waiting(type),
  status: 'succeeded',
  fraction: 1,
  startedAt: start,
  endedAt: after(seconds),
})

describe('estimateProgress', () => {
  it('does not guess before the encode has a pace', () => {
    const tasks = [succeeded('inspect', 1), running('encode', 0.01), waiting('publish')]
    const { fraction, remainingMs } = estimateProgress({ status: 'running', tasks }, after(5))
    expect(fraction).toBeGreaterThan(0)
    expect(fraction).toBeLessThan(0.05)
    expect(remainingMs).toBeNull()
  })

  it('extends the pace of the encode to what comes after it', () => {
    const tasks = [running('encode', 0.5), waiting('package')]
    const { fraction, remainingMs } = estimateProgress({ status: 'running', tasks }, after(50))
    expect(fraction).toBeCloseTo(50 / 104, 3)
    // 100 s for the whole encode: 50 s of it remain, and 4 s of packaging.
    expect(remainingMs).toBe(54_000)
  })

  it('keeps the pace of a finished encode, whatever the clock says', () => {
    const tasks = [succeeded('encode', 100), waiting('package')]
    expect(estimateProgress({ status: 'running', tasks }, after(10_000)).remainingMs).toBe(4_000)
  })

  it('leaves out what will not run', () => {
    const skipped = { ...waiting('remux'), status: 'skipped' as const, fraction: 1 }
    const tasks = [succeeded('encode', 10), skipped]
    expect(estimateProgress({ status: 'running', tasks }, after(10))).toEqual({ fraction: 1, remainingMs: 0 })
  })

  it('leaves out what the run goes on without, were it the heaviest', () => {
    const failed = { ...running('encode', 0.5), status: 'failed' as const, endedAt: after(50) }
    const tasks = [failed, succeeded('package', 8), waiting('publish')]
    expect(estimateProgress({ status: 'running', tasks }, after(60))).toEqual({
      ...{ fraction: 0.8, remainingMs: 2_000 },
    })
  })

  it('is complete when the run is, and does not promise anything when it failed', () => {
    expect(estimateProgress({ status: 'succeeded', tasks: [] }, start)).toEqual({
      fraction: 1,
      remainingMs: 0,
    })
    const failed = { status: 'failed' as const, tasks: [succeeded('inspect', 1), waiting('encode')] }
    expect(estimateProgress(failed, start).remainingMs).toBeNull()
  })
})
