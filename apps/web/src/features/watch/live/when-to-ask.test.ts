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
    expect(nextPlayback(current, { ...current, hls: '2' })).toBe(current)
  })
  it('takes another revision', () => {
    const other = { ...current, revision: 'b' }
    expect(nextPlayback(current, other)).toBe(other)
  })
  it('keeps playing when the answer has none', () => {
    expect(nextPlayback(current, null)).toBe(current)
    expect(nextPlayback(null, null)).toBeNull()
  })
})
