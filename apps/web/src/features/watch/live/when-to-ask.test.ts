import { describe, expect, it } from 'vitest'
import { nextPlayback, whenToAsk } from './when-to-ask.ts'

describe('whenToAsk', () => {
  it.each([
    ['PROCESSING', false, 3_000],
    ['PROCESSING', true, 12_000],
    ['PLAYABLE', false, 5_000],
    ['FAILED', false, null],
    ['TAKEN_DOWN', true, null],
    ['READY', false, null],
  ] as const)('for %s (owner: %s) is %s ms', (status, owner, delay) => {
    expect(whenToAsk(status, owner)).toBe(delay)
  })
})

describe('nextPlayback', () => {
  const current = { revision: 'a', hls: '1' }
  it('keeps a running player alone while nothing but the signature changed', () => {
    const playback = { ...current, hls: '2' }
    expect(nextPlayback(current, { status: 'PLAYABLE', playback })).toBe(current)
    expect(nextPlayback(current, { status: 'PLAYABLE', playback }, true)).toBe(playback)
  })
  it('takes another revision', () => {
    const other = { ...current, revision: 'b' }
    expect(nextPlayback(current, { status: 'PLAYABLE', playback: other })).toBe(other)
  })
  it('keeps playing between a run and the next', () => {
    for (const force of [false, true])
      expect(nextPlayback(current, { status: 'PROCESSING', playback: null }, force)).toBe(current)
    expect(nextPlayback(null, { status: 'PROCESSING', playback: null })).toBeNull()
  })
  it('ends with a video that failed or is taken down', () => {
    expect(nextPlayback(current, { status: 'FAILED', playback: null })).toBeNull()
    expect(nextPlayback(current, { status: 'TAKEN_DOWN', playback: null })).toBeNull()
  })
})
