import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CATALOGUE } from '../tasks/task-types.ts'
import { loadDefinitions, SHIPPED_DEFINITIONS } from './load-definitions.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-pipelines-'))
})
afterEach(() => rm(folder, { recursive: true }))

const load = () => loadDefinitions([SHIPPED_DEFINITIONS, folder], CATALOGUE)
const write = (file: string, lines: readonly string[]) => writeFile(join(folder, file), lines.join('\n'))

describe('loadDefinitions', () => {
  it('takes everything that comes with Marquee', async () => {
    const { definitions, refused } = await load()
    expect(definitions.map(({ name }) => name)).toContain('standard')
    expect(refused).toEqual([])
  })

  it('lets an operator’s definition take the place of one with the same name', async () => {
    await write('mine.yaml', ['name: standard', 'version: 7', 'tasks:', '  - { name: look, type: inspect }'])
    await write('README.md', ['no definition'])
    const { definitions, files } = await load()
    const standard = definitions.filter(({ name }) => name === 'standard')
    expect(files.get('standard')).toBe(join(folder, 'mine.yaml'))
    expect(standard).toMatchObject([{ version: 7, tasks: [{ name: 'look', outputs: ['facts'] }] }])
  })

  it('refuses to encode the film of what was inspected as a sound, and the sound’s still of a film', async () => {
    const half = (inspection: string, encoder: string) => [
      ...['version: 1', 'tasks:', '  - name: look', `    type: ${inspection}`],
      ...['  - name: split', '    type: split', '    inputs: [facts]'],
      ...['  - name: draw', '    type: draw-cover', '    inputs: [facts]'],
      ...['  - name: write', `    type: ${encoder}`, '    inputs: [facts, chunks, stream]'],
    ]
    await write('mine.yaml', ['name: mine', ...half('inspect-sound', 'encode')])
    await write('other.yaml', ['name: other', ...half('inspect', 'encode')])
    const { refused } = await load()
    expect(refused.flatMap(({ problems }) => problems)).toEqual([
      'mine.yaml:14: task write, inputs: encode needs facts of a film: inspect-sound, which makes «facts», finds facts of a sound, which is shown with a still.',
      'other.yaml:11: task draw, inputs: draw-cover needs facts of a sound, which is shown with a still: inspect, which makes «facts», finds facts of a film.',
    ])
  })

  it('refuses what is wrong, by file, line, task and field, and nothing else', async () => {
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
    await write('e.yaml', ['tasks: ['])
    const { definitions, refused } = await load()
    expect(definitions.map(({ name }) => name)).toEqual(expect.arrayContaining(['standard', 'c']))
    expect(refused).toEqual([
      {
        ...{ file: join(folder, 'a.yaml'), name: 'a' },
        problems: [expect.stringMatching(/^a\.yaml:5: task sing, type: «karaoke» is no type of task/)],
      },
      {
        ...{ file: join(folder, 'b.yaml'), name: 'b' },
        problems: [expect.stringMatching(/^b\.yaml:6: task look, options: /)],
      },
      {
        ...{ file: join(folder, 'd.json'), name: 'c' },
        problems: ['d.json: «c» is already the name of c.yaml.'],
      },
      { file: join(folder, 'e.yaml'), name: 'e', problems: [expect.stringMatching(/^e\.yaml:\d+: /)] },
    ])
  })

  it('says so of a folder that is not there, and takes the others', async () => {
    const missing = join(folder, 'missing')
    const { definitions, refused } = await loadDefinitions([SHIPPED_DEFINITIONS, missing], CATALOGUE)
    expect(definitions.map(({ name }) => name)).toContain('standard')
    expect(refused).toEqual([{ file: missing, name: null, problems: [expect.stringContaining('ENOENT')] }])
  })
})
