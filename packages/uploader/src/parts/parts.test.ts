import { describe, expect, it } from 'vitest'
import { retryDelayMs } from '../retry.ts'
import { addSample, bytesPerSecond, remainingMs } from '../task/measure-speed.ts'
import { visibleState } from '../task/upload-state.ts'
import { adaptParallelism, initialParallelism } from './adapt-parallelism.ts'
import { judgeOutcome } from './judge-outcome.ts'
import { missingParts, storedBytes } from './plan-parts.ts'

const upload = {
  id: 'u',
  videoId: 'v',
  status: 'OPEN',
  size: 25,
  fingerprint: null,
  partSize: 10,
  partCount: 3,
} as const

describe('missingParts', () => {
  it('leaves out what is stored, and ends with the file', () => {
    expect(missingParts({ ...upload, storedParts: [2] })).toEqual([
      { number: 1, start: 0, end: 10 },
      { number: 3, start: 20, end: 25 },
    ])
    expect(storedBytes({ ...upload, storedParts: [1, 3] })).toBe(15)
  })
})

describe('adaptParallelism', () => {
  const limits = { initial: 4, max: 6 }
  it('halves on loss, and adds a lane for a full round without one', () => {
    let state = adaptParallelism(initialParallelism(limits), 'lost', limits)
    expect(state.lanes).toBe(2)
    state = adaptParallelism(adaptParallelism(state, 'arrived', limits), 'arrived', limits)
    expect(state.lanes).toBe(3)
  })
  it('stays between one and the limit', () => {
    expect(adaptParallelism({ lanes: 1, streak: 0 }, 'lost', limits).lanes).toBe(1)
    expect(adaptParallelism({ lanes: 6, streak: 5 }, 'arrived', limits).lanes).toBe(6)
  })
})

describe('judgeOutcome', () => {
  it.each([
    [200, 'stored'],
    [403, 'presign'],
    [404, 'refused'],
    [408, 'retry'],
    [429, 'retry'],
    [503, 'retry'],
  ] as const)('takes %i for %s', (status, verdict) => {
    expect(judgeOutcome({ kind: 'answered', status })).toBe(verdict)
  })
})

describe('retryDelayMs', () => {
  it('doubles its ceiling up to the limit', () => {
    const policy = { attempts: 9, baseDelayMs: 500, maxDelayMs: 3_000 }
    expect([1, 2, 3, 4, 5].map((failures) => retryDelayMs(policy, failures, 1))).toEqual([
      500, 1000, 2000, 3000, 3000,
    ])
    expect(retryDelayMs(policy, 3, 0)).toBe(0)
  })
})

describe('bytesPerSecond', () => {
  it('is unknown at first, then the mean of the window', () => {
    const samples = addSample([{ at: 0, sentBytes: 0 }], { at: 500, sentBytes: 100 })
    expect(bytesPerSecond(samples)).toBeNull()
    expect(bytesPerSecond(addSample(samples, { at: 2_000, sentBytes: 4_000 }))).toBe(2_000)
    expect(addSample(samples, { at: 20_000, sentBytes: 4_000 })).toHaveLength(1)
  })
  it('gives the time left only while something moves', () => {
    expect(remainingMs(1_000, 500)).toBe(2_000)
    expect(remainingMs(1_000, 0)).toBeNull()
  })
})

describe('visibleState', () => {
  it('shows a pause before a lost network, and neither at the end', () => {
    expect(visibleState('uploading', { paused: true, offline: true })).toBe('paused')
    expect(visibleState('uploading', { paused: false, offline: true })).toBe('offline')
    expect(visibleState('done', { paused: true, offline: true })).toBe('done')
  })
})
