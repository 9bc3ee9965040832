import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { DELIVERY_ERRORS } from './delivery-error.ts'

const PAGE = new URL('../../../../docs/operations/errors.md', import.meta.url)

it('docs/operations/errors.md has every code of the edge with its status and its sentence', async () => {
  const lines = new Set((await readFile(PAGE, 'utf8')).split('\n'))
  const missing = Object.entries(DELIVERY_ERRORS)
    .map(([code, { status, message }]) => `| \`${code}\` | ${status} | ${message} |`)
    .filter((line) => !lines.has(line))
  expect(missing).toEqual([])
})
