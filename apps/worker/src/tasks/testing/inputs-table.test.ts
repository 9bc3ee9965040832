import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { FOOTAGE } from './footage.ts'
import { inputsTable } from './inputs-table.ts'
import { FOOTAGE_FILES } from './zoo-footage.ts'
import { ZOO } from './zoo-table.ts'

const PAGE = new URL('../../../../../docs/operations/inputs.md', import.meta.url)

it('docs/operations/inputs.md says what the tests hold', async () => {
  const page = await readFile(PAGE, 'utf8')
  const [, table = ''] = page.split('| what | file | outcome |\n|---|---|---|\n')
  expect(table.split('\n\n')[0]).toBe(inputsTable(ZOO))
})

it.skipIf(FOOTAGE === null)('every file of the footage’s zoo is in the table', async () => {
  const names = await readdir(join(FOOTAGE ?? '', 'zoo'))
  expect(names.sort()).toEqual(FOOTAGE_FILES.map(({ file }) => file).sort())
})
