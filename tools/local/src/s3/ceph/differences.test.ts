import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { REPOSITORY } from '../../settings/repository.ts'
import { CEPH_DIFFERENCES } from './differences.ts'

it('the page for operators lists what Ceph does otherwise, line for line', () => {
  const page = readFileSync(path.join(REPOSITORY, 'docs/operations/object-store.md'), 'utf8')
  const [, table = ''] = page.split('| test | Ceph 16.2 | for Marquee |\n|---|---|---|\n')
  const rows = table.slice(0, table.indexOf('\n\n')).split('\n')
  expect(rows.map((row) => row.split(' | ')[0]?.slice(2))).toEqual(Object.keys(CEPH_DIFFERENCES))
})
