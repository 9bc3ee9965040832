import type { UploadSnapshot } from '@marquee/uploader'
import { describe, expect, it } from 'vitest'
import { EMPTY_QUEUE, nextToStart, type QueueState, reduceQueue, summarize } from './queue-state.ts'
import { MAX_FILE_BYTES } from './refuse-file.ts'

const snapshot = (over: Partial<UploadSnapshot>): UploadSnapshot => ({
  state: 'uploading',
  uploadId: 'upl_a',
  videoId: 'vid_a',
  sentBytes: 0,
  totalBytes: 100,
  bytesPerSecond: null,
  remainingMs: null,
  error: null,
  ...over,
})

const queueOf = (...sizes: number[]): QueueState =>
  reduceQueue(EMPTY_QUEUE, {
    type: 'added',
    files: sizes.map((size, index) => ({ key: `k${index}`, name: `clip-${index}.mp4`, size })),
  })

const states = (state: QueueState) => state.items.map((item) => item.state)

describe('reduceQueue', () => {
  it('refuses empty and too large files before anything is sent', () => {
    const state = queueOf(0, MAX_FILE_BYTES, MAX_FILE_BYTES + 1)
    expect(states(state)).toEqual(['refused', 'waiting', 'refused'])
    expect(state.items.map((item) => item.error?.code)).toEqual(['EMPTY_FILE', undefined, 'FILE_TOO_LARGE'])
  })

  it('follows the engine, and keeps a resumed item in line until its turn', () => {
    let state = reduceQueue(queueOf(100), { type: 'started', key: 'k0' })
    state = reduceQueue(state, { type: 'moved', key: 'k0', snapshot: snapshot({ sentBytes: 40 }) })
    expect(state.items[0]).toMatchObject({ state: 'uploading', sentBytes: 40, videoId: 'vid_a' })
    const paused = {
      type: 'moved',
      key: 'k0',
      snapshot: snapshot({ state: 'paused', sentBytes: 40 }),
    } as const
    state = reduceQueue(state, paused)
    expect(states(state)).toEqual(['paused'])
    state = reduceQueue(reduceQueue(state, { type: 'waits', key: 'k0' }), paused)
    expect(states(state)).toEqual(['waiting'])
  })

  it('does not put back in line what is done or refused', () => {
    let state = reduceQueue(queueOf(100, 0), {
      type: 'moved',
      key: 'k0',
      snapshot: snapshot({ state: 'done' }),
    })
    state = reduceQueue(state, { type: 'waits', key: 'k0' })
    state = reduceQueue(state, { type: 'waits', key: 'k1' })
    expect(states(state)).toEqual(['done', 'refused'])
  })

  it('ignores news of what was removed', () => {
    const state = reduceQueue(queueOf(100), { type: 'removed', key: 'k0' })
    expect(reduceQueue(state, { type: 'moved', key: 'k0', snapshot: snapshot({}) }).items).toEqual([])
  })
})

describe('nextToStart', () => {
  it('fills the free places in order; a paused one holds none', () => {
    let state = queueOf(100, 100, 100, 100)
    expect(nextToStart(state, 2)).toEqual(['k0', 'k1'])
    state = reduceQueue(state, { type: 'started', key: 'k0' })
    expect(nextToStart(state, 2)).toEqual(['k1'])
    state = reduceQueue(state, { type: 'started', key: 'k1' })
    expect(nextToStart(state, 2)).toEqual([])
    state = reduceQueue(state, { type: 'moved', key: 'k0', snapshot: snapshot({ state: 'paused' }) })
    expect(nextToStart(state, 2)).toEqual(['k2'])
  })
})

describe('summarize', () => {
  it('weighs by bytes, leaves refused ones out, and adds the speeds', () => {
    let state = queueOf(300, 100, 0)
    const moved = { sentBytes: 100, bytesPerSecond: 60 }
    state = reduceQueue(state, { type: 'moved', key: 'k0', snapshot: snapshot(moved) })
    state = reduceQueue(state, {
      type: 'moved',
      key: 'k1',
      snapshot: snapshot({ sentBytes: 0, bytesPerSecond: 40 }),
    })
    expect(summarize(state)).toEqual({
      unfinished: 2,
      stopped: 1,
      done: 0,
      fraction: 0.25,
      remainingMs: 3_000,
    })
  })
})
