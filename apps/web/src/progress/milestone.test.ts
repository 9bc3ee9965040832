import { describe, expect, it } from 'vitest'
import { milestoneBetween } from './milestone.ts'

const at = (fraction: number, status: 'PROCESSING' | 'PLAYABLE' | 'READY' | 'FAILED' = 'PROCESSING') => ({
  status,
  fraction,
})

describe('milestoneBetween', () => {
  it('says nothing between quarters', () => {
    expect(milestoneBetween(at(0.26), at(0.49))).toBeNull()
  })

  it('says the last quarter passed when several were', () => {
    expect(milestoneBetween(at(0.1), at(0.8))).toBe('threeQuarters')
  })

  it('says what the video became, once', () => {
    expect(milestoneBetween(at(0.2), at(0.3, 'PLAYABLE'))).toBe('playable')
    expect(milestoneBetween(at(0.9, 'PLAYABLE'), at(1, 'READY'))).toBe('ready')
    expect(milestoneBetween(at(1, 'READY'), at(1, 'READY'))).toBeNull()
    expect(milestoneBetween(at(0.4), at(0.4, 'FAILED'))).toBe('failed')
  })

  it('does not call a film that was cut ready and no more', () => {
    const cut = { code: 'SOURCE_TRUNCATED' }
    expect(milestoneBetween(at(0.2), { ...at(0.3, 'PLAYABLE'), cut })).toBe('playable')
    expect(milestoneBetween(at(0.9, 'PLAYABLE'), { ...at(1, 'READY'), cut })).toBe('cut')
  })
})
