import { describe, expect, it } from 'vitest'
import { renewDelay } from './source.ts'

describe('renewDelay', () => {
  const now = Date.parse('2026-11-21T12:00:00Z')
  it('comes ten minutes before the end', () => {
    expect(renewDelay({ expiresAt: '2026-11-21T13:00:00Z' }, now)).toBe(50 * 60_000)
  })
  it('is never at once and never more than a timer holds', () => {
    expect(renewDelay({ expiresAt: '2026-11-21T12:01:00Z' }, now)).toBe(1_000)
    expect(renewDelay({ expiresAt: '2027-11-21T12:01:00Z' }, now)).toBe(2 ** 31 - 1)
    expect(renewDelay({ expiresAt: '' }, now)).toBe(2 ** 31 - 1)
  })
})
