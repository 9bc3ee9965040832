import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseGlobalId, toGlobalId } from './global-id.ts'
import { isPublicId, newPublicId } from './public-id.ts'
import { ClockSteppedBack, createSnowflakes, snowflakeTime } from './snowflake.ts'

describe('newPublicId', () => {
  it('is always 11 characters of base62, and does not repeat', () => {
    const ids = Array.from({ length: 10_000 }, newPublicId)
    expect(ids.every(isPublicId)).toBe(true)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('parseGlobalId', () => {
  it('reads back what toGlobalId wrote', () => {
    const publicId = newPublicId()
    expect(parseGlobalId(toGlobalId('vid', publicId))).toEqual({ prefix: 'vid', publicId })
  })

  it('never throws on what strangers send', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseGlobalId(text)
        return parsed === null || toGlobalId(parsed.prefix, parsed.publicId) === text
      }),
    )
  })
})

describe('createSnowflakes', () => {
  const nowMs = Date.UTC(2026, 10, 21)

  it('gives growing ids that never repeat, also in a burst within one millisecond', () => {
    const source = createSnowflakes({ region: 3, worker: 7 }, () => nowMs)
    const ids = Array.from({ length: 10_000 }, () => BigInt(source.next()))
    expect(ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0n))).toBe(true)
  })

  it('carries its time', () => {
    expect(snowflakeTime(createSnowflakes({ region: 0, worker: 0 }, () => nowMs).next()).getTime()).toBe(
      nowMs,
    )
  })

  it('differs between workers in the same millisecond', () => {
    const ids = [0, 1, 31].map((worker) => createSnowflakes({ region: 0, worker }, () => nowMs).next())
    expect(new Set(ids).size).toBe(3)
  })

  it('refuses when the clock steps back', () => {
    let clockMs = nowMs
    const source = createSnowflakes({ region: 0, worker: 0 }, () => clockMs)
    source.next()
    clockMs -= 5
    expect(() => source.next()).toThrow(ClockSteppedBack)
  })

  it('fits a signed 64-bit integer until 2095', () => {
    const late = createSnowflakes({ region: 31, worker: 31 }, () => Date.UTC(2095, 0, 1)).next()
    expect(BigInt(late)).toBeLessThan(2n ** 63n)
  })
})
