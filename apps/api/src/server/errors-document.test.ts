import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { ERRORS } from '@marquee/media'
import { TOO_MANY_CONNECTIONS } from '@marquee/service'
import { BASE_ERROR_CODES } from 'better-auth'
import { describe, expect, it } from 'vitest'
import { TOO_MANY_ATTEMPTS } from '../accounts/index.ts'
import { REFUSALS } from '../schema/index.ts'

const file = path.resolve(import.meta.dirname, '../../../../docs/operations/errors.md')
const lines = new Set((await readFile(file, 'utf8')).split('\n'))

const SIGN_IN = [
  ['INVALID_EMAIL_OR_PASSWORD', 401],
  ['INVALID_EMAIL', 400],
  ['INVALID_PASSWORD', 400],
  ['PASSWORD_TOO_SHORT', 400],
  ['PASSWORD_TOO_LONG', 400],
  ['INVALID_TOKEN', 400],
  ['TOKEN_EXPIRED', 401],
] as const

describe('docs/operations/errors.md', () => {
  it('has every refusal with its status and its sentence', () => {
    const missing = Object.entries(REFUSALS)
      .map(([code, { status, message }]) => `| \`${code}\` | ${status} | ${message} |`)
      .filter((line) => !lines.has(line))
    expect(missing).toEqual([])
  })

  it('has every code with its class and its sentence', () => {
    const missing = Object.entries(ERRORS)
      .map(([code, entry]) => `| \`${code}\` | ${entry.class} | ${entry.message} |`)
      .filter((line) => !lines.has(line))
    expect(missing).toEqual([])
  })

  it.each([TOO_MANY_CONNECTIONS, TOO_MANY_ATTEMPTS])(
    'has $code with the sentence that is answered',
    ({ code, message }) => {
      expect(lines).toContain(`| \`${code}\` | 429 | ${message} |`)
    },
  )

  it('has the refusals of sign-in that pages have a sentence for, as the library says them', () => {
    const missing = SIGN_IN.map(
      ([code, status]) => `| \`${code}\` | ${status} | ${BASE_ERROR_CODES[code].message} |`,
    ).filter((line) => !lines.has(line))
    expect(missing).toEqual([])
  })
})
