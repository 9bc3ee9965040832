import { describe, expect, it } from 'vitest'
import { judgeParts, MAX_UPLOAD_BYTES, MIN_PART_BYTES, partLength, planParts } from './plan-parts.ts'

describe('planParts', () => {
  it.each([1, MIN_PART_BYTES, 8_388_608, 8_388_609, 100_000_001, MAX_UPLOAD_BYTES, 50_000_000_000])(
    'cuts %i bytes into parts that the store takes and that add up',
    (size) => {
      const plan = { ...planParts(size), size }
      expect(plan.partSize).toBeGreaterThanOrEqual(MIN_PART_BYTES)
      expect(plan.partCount).toBeLessThanOrEqual(1_000)
      const last = partLength(plan, plan.partCount)
      expect(last).toBeGreaterThan(0)
      expect(plan.partSize * (plan.partCount - 1) + last).toBe(size)
    },
  )
})

describe('judgeParts', () => {
  const size = 20_000_000
  const upload = { ...planParts(size), size }
  const all = [1, 2, 3].map((number) => ({ number, size: partLength(upload, number) }))

  it('takes exactly the announced parts', () => {
    expect(judgeParts(upload, all)).toEqual({ complete: true })
  })

  it('names what is missing', () => {
    expect(judgeParts(upload, all.slice(1))).toEqual({ complete: false, missing: [1], wrongSize: [] })
  })

  it('names what is longer, shorter or beyond the end', () => {
    const wrong = [{ number: 1, size: 5 }, ...all.slice(1), { number: 4, size: 1 }]
    expect(judgeParts(upload, wrong)).toEqual({ complete: false, missing: [], wrongSize: [1, 4] })
  })
})
