import { describe, expect, it } from 'vitest'
import { nextPlayback, whenToAsk } from './when-to-ask.ts'

const now = Date.parse('2026-11-21T12:00:00Z')
const late = '2026-11-21T23:00:00Z'

describe('whenToAsk', () => {
  it.each([
    ['PROCESSING', false, 3_000],
    ['PROCESSING', true, 12_000],
    ['PLAYABLE', false, 5_000],
    ['FAILED', false, null],
    ['TAKEN_DOWN', true, null],
  ] as const)('for %s (owner: %s) is %s ms', (status, owner, delay) => {
    expect(whenToAsk({ status, playback: null }, owner, now)).toBe(delay)
  })
  it('for a ready video is shortly before its playback expires', () => {
    expect(whenToAsk({ status: 'READY', playback: { expiresAt: late } }, false, now)).toBe(
      (11 * 60 - 10) * 60_000,
    )
  })
})

describe('nextPlayback', () => {
  const current = { revision: 'a', expiresAt: late, hls: '1' }
  it('keeps a running player alone while nothing but the signature changed', () => {
    expect(nextPlayback(current, { ...current, hls: '2' }, now)).toBe(current)
  })
  it('takes another revision', () => {
    const other = { ...current, revision: 'b' }
    expect(nextPlayback(current, other, now)).toBe(other)
  })
  it('takes new signatures when the end is near', () => {
    const old = { ...current, expiresAt: '2026-11-21T12:05:00Z' }
    expect(nextPlayback(old, current, now)).toBe(current)
  })
  it('keeps playing when the answer has none', () => {
    expect(nextPlayback(current, null, now)).toBe(current)
    expect(nextPlayback(null, null, now)).toBeNull()
  })
})
