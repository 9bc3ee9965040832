import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { CLIENT_ERRORS, passesByItself } from './upload-error.ts'

describe('CLIENT_ERRORS', () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/operations/errors.md'), 'utf8')

  it.each(Object.entries(CLIENT_ERRORS))('%s is in docs/operations/errors.md', (code, message) => {
    expect(page).toContain(`| \`${code}\` | ${message} |`)
  })
})

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
