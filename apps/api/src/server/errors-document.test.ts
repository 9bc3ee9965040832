import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { ERRORS } from '@marquee/media'
import { describe, expect, it } from 'vitest'
import { REFUSALS } from '../schema/index.ts'

const file = path.resolve(import.meta.dirname, '../../../../docs/operations/errors.md')
const lines = new Set((await readFile(file, 'utf8')).split('\n'))

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
})
