import { expect, it } from 'vitest'
import { newTraceparent } from './new-traceparent.ts'

it('newTraceparent makes another one each time, in the form of W3C Trace Context', () => {
  const made = Array.from({ length: 100 }, newTraceparent)
  for (const one of made) expect(one).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
  expect(new Set(made).size).toBe(100)
})
