import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CATALOGUE } from '../tasks/task-types.ts'
import { InvalidDefinitions, loadDefinitions, SHIPPED_DEFINITIONS } from './load-definitions.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-pipelines-'))
})
afterEach(() => rm(folder, { recursive: true }))

const load = () => loadDefinitions([SHIPPED_DEFINITIONS, folder], CATALOGUE)
const write = (file: string, lines: readonly string[]) => writeFile(join(folder, file), lines.join('\n'))

describe('loadDefinitions', () => {
  it('takes everything that comes with Marquee', async () => {
    const names = (await load()).map(({ name }) => name)
    expect(names).toContain('standard')
  })

  it('lets an operator’s definition take the place of one with the same name', async () => {
    await write('mine.yaml', ['name: standard', 'version: 7', 'tasks:', '  - { name: look, type: inspect }'])
    await write('README.md', ['no definition'])
    const standard = (await load()).filter(({ name }) => name === 'standard')
    expect(standard).toMatchObject([{ version: 7, tasks: [{ name: 'look', outputs: ['facts'] }] }])
  })

  it('says all that is wrong, by file, line, task and field', async () => {
    await write('a.yaml', ['name: a', 'version: 1', 'tasks:', '  - name: sing', '    type: karaoke'])
    await write('b.yaml', [
      'name: b',
      'version: 1',
      'tasks:',
      '  - name: look',
      '    type: inspect',
      '    options: { loud: 1 }',
    ])
    await write('c.yaml', ['name: c', 'version: 1', 'tasks: [{ name: look, type: inspect }]'])
    await write('d.json', ['{ "name": "c", "version": 1, "tasks": [{ "name": "look", "type": "inspect" }] }'])
    const error = await load().then(
      () => expect.fail('they were taken'),
      (error: unknown) => error,
    )
    if (!(error instanceof InvalidDefinitions)) throw error
    expect(error.problems).toEqual([
      expect.stringMatching(/^a\.yaml:5: task sing, type: «karaoke» is no type of task/),
      expect.stringMatching(/^b\.yaml:6: task look, options: /),
      'd.json: «c» is already the name of c.yaml.',
    ])
  })
})
