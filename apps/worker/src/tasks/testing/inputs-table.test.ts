import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { inputsTable } from './inputs-table.ts'
import { ZOO } from './zoo-table.ts'

const PAGE = new URL('../../../../../docs/operations/inputs.md', import.meta.url)

it('docs/operations/inputs.md says what the tests hold', async () => {
  const page = await readFile(PAGE, 'utf8')
  const [, table = ''] = page.split('| what | file | outcome |\n|---|---|---|\n')
  expect(table.split('\n\n')[0]).toBe(inputsTable(ZOO))
})
