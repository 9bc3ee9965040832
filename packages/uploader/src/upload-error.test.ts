import { describe, expect, it } from 'vitest'
import { passesByItself } from './upload-error.ts'

describe('passesByItself', () => {
  it.each([
    ['RATE_LIMITED', true],
    ['INTERNAL_SERVER_ERROR', true],
    ['STORAGE_UNAVAILABLE', true],
    ['SERVICE_UNAVAILABLE', true],
    ['UNAUTHENTICATED', false],
    ['UPLOAD_EXPIRED', false],
  ])('%s: %s', (code, passes) => expect(passesByItself(code)).toBe(passes))
})
