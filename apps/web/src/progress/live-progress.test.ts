import { describe, expect, it } from 'vitest'
import { attemptOf, type LiveProgress, newerProgress, phaseOf, rungsOf } from './live-progress.ts'

type Step = LiveProgress['steps'][number]

const step = (name: string, state: Step['state'], attempt = 1): Step => ({
  ...{ name, type: name, needs: [], state, attempt },
  ...{ fraction: 0, cost: 1, errorCode: null, pieces: null, ladder: null },
})
const snapshot = (version: number, over: Partial<LiveProgress> = {}): LiveProgress => ({
  videoId: 'vid_a',
  version,
  status: 'PROCESSING',
  fraction: 0.5,
  remainingMs: null,
  failure: null,
  cut: null,
  renditions: [],
  steps: [],
  ...over,
})

describe('newerProgress', () => {
  it('keeps what it knows when an older event arrives late', () => {
    const known = snapshot(7)
    expect(newerProgress(known, snapshot(6))).toBe(known)
  })

  it('takes the same version again, because the run moves faster than the row', () => {
    const next = snapshot(7, { fraction: 0.6 })
    expect(newerProgress(snapshot(7), next)).toBe(next)
  })

  it('takes whatever comes for another video', () => {
    const next = snapshot(1, { videoId: 'vid_b' })
    expect(newerProgress(snapshot(7), next)).toBe(next)
  })
})

describe('phaseOf', () => {
  it('is queued while no step has begun', () => {
    expect(phaseOf({ steps: [step('inspect', 'QUEUED'), step('encode', 'WAITING')] })).toBe('queued')
    expect(phaseOf({ steps: [] })).toBe('queued')
  })

  it('names the furthest step that has begun', () => {
    const steps = [
      step('inspect', 'SUCCEEDED'),
      step('encode', 'RUNNING'),
      step('poster', 'SUCCEEDED'),
      step('package', 'WAITING'),
    ]
    expect(phaseOf({ steps })).toBe('encoding')
    expect(phaseOf({ steps: [...steps, step('publish', 'RUNNING')] })).toBe('publishing')
  })
})

describe('attemptOf', () => {
  it('counts only what runs now', () => {
    expect(attemptOf({ steps: [step('inspect', 'SUCCEEDED', 3), step('encode', 'RUNNING', 2)] })).toBe(2)
    expect(attemptOf({ steps: [] })).toBe(1)
  })
})

describe('rungsOf', () => {
  it('goes from the smallest to the largest and leaves the sound out', () => {
    const renditions: LiveProgress['renditions'] = [
      { name: '1080p', state: 'RUNNING', fraction: 1.2 },
      { name: 'audio', state: 'SUCCEEDED', fraction: 1 },
      { name: '240p', state: 'SUCCEEDED', fraction: 0.98 },
    ]
    expect(rungsOf({ renditions })).toEqual([
      { name: '240p', fraction: 1, done: true, stopped: false },
      { name: '1080p', fraction: 1, done: false, stopped: false },
    ])
  })
})
