import { describe, expect, it } from 'vitest'
import { HANDLE, handleFromName, numberedHandle } from './handle-from-name.ts'

describe('handleFromName', () => {
  it.each([
    ['Zoë Álvarez', 'zoe_alvarez'],
    ['  Dr. No!  ', 'dr_no'],
    ['이수진', 'channel'],
    ['A', 'channel'],
    ['🎬🎬🎬', 'channel'],
    ['x'.repeat(80), 'x'.repeat(30)],
  ])('%s → %s', (name, handle) => {
    expect(handleFromName(name)).toBe(handle)
    expect(handle).toMatch(HANDLE)
  })
})

describe('numberedHandle', () => {
  it('stays a handle for the longest name', () => {
    expect(numberedHandle('y'.repeat(30))).toMatch(HANDLE)
    expect(numberedHandle('zoe', () => 0.000042)).toBe('zoe_000042')
  })
})
