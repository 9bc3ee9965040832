import { describe, expect, it } from 'vitest'
import { classifyError, retryDelay } from './classify-error.ts'

describe('classifyError', () => {
  it.each([
    [{ type: 'networkError', fatal: false, status: 500 }, null],
    [
      { type: 'networkError', fatal: false, status: 403 },
      { cause: 'expired', recovers: false },
    ],
    [
      { type: 'networkError', fatal: true, status: 403, gone: true },
      { cause: 'missing', recovers: false },
    ],
    [
      { type: 'networkError', fatal: true, status: 404 },
      { cause: 'missing', recovers: false },
    ],
    [
      { type: 'networkError', fatal: true, status: 0 },
      { cause: 'network', recovers: true },
    ],
    [
      { type: 'networkError', fatal: true, status: 502 },
      { cause: 'network', recovers: true },
    ],
    [
      { type: 'mediaError', fatal: true, status: undefined },
      { cause: 'decode', recovers: false },
    ],
  ])('reads %j as %j', (failure, error) => {
    expect(classifyError(failure)).toEqual(error)
  })
})

describe('retryDelay', () => {
  it('grows to ten seconds', () => {
    expect([0, 1, 2, 3, 4, 9].map(retryDelay)).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000])
  })
})
