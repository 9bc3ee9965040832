import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAsf, statedAsfSize } from './read-asf.ts'

const bytesOf = (hex: string) => hex.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? []

function header({ size = 5000n, flags = 2 } = {}): Uint8Array {
  const bytes = new Uint8Array(300)
  const view = new DataView(bytes.buffer)
  bytes.set(bytesOf('3026b2758e66cf11a6d900aa0062ce6c'))
  // An object that is none of ours comes first.
  view.setBigUint64(30 + 16, 40n, true)
  bytes.set(bytesOf('a1dcab8c47a9cf118ee400c00c205365'), 70)
  view.setBigUint64(70 + 16, 104n, true)
  view.setBigUint64(70 + 40, size, true)
  view.setUint32(70 + 88, flags, true)
  return bytes
}

describe('statedAsfSize', () => {
  it('reads the size, but not of what was broadcast', () => {
    expect(isAsf(header())).toBe(true)
    expect(statedAsfSize(header())).toBe(5000)
    expect(statedAsfSize(header({ flags: 1 }))).toBeNull()
    expect(statedAsfSize(header({ size: 0n }))).toBeNull()
  })

  it('survives any bytes', () => {
    fc.assert(
      fc.property(fc.nat(299), fc.integer({ min: 0, max: 255 }), (at, value) => {
        const damaged = header()
        damaged[at] = value
        const size = statedAsfSize(damaged)
        return size === null || size > 0
      }),
    )
  })
})
