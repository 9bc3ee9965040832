import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CATALOGUE } from '../tasks/task-types.ts'
import { loadDefinitions, SHIPPED_DEFINITIONS } from './load-definitions.ts'
import { ownDefinition } from './testing/own-definition.ts'

const DOCS = join(import.meta.dirname, '../../../../docs')

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
    await write('mine.yaml', ownDefinition('standard', 700))
    await write('README.md', ['no definition'])
    const { definitions, files } = await load()
    const standard = definitions.filter(({ name }) => name === 'standard')
    expect(files.get('standard')).toBe(join(folder, 'mine.yaml'))
    expect(standard).toMatchObject([{ version: 700 }])
    expect(standard[0]?.tasks[0]).toMatchObject({ name: 'look', outputs: ['facts'] })
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

  it('refuses to make of the beginning of a film what is made of all of it', async () => {
    const standard = await readFile(join(SHIPPED_DEFINITIONS, 'standard.yaml'), 'utf8')
    const begun = standard
      .replace(
        'inputs: [facts, stream, renditions, sound]',
        'inputs: [facts, stream, renditions, first-sound]',
      )
      .replace('inputs: [stream, renditions, sound]', 'inputs: [stream, first-rendition, sound]')
    await write('mine.yaml', [begun])
    const [refused] = (await load()).refused
    expect(refused?.problems.map((problem) => problem.replace(/:\d+:/, ':'))).toEqual([
      'mine.yaml: task package, inputs: package reads the whole of its sound, and «first-sound» is the beginning alone.',
      'mine.yaml: task download, inputs: download reads the whole of its renditions, and «first-rendition» is the beginning alone.',
    ])
  })

  it('takes what is documented as a whole definition, and every example', async () => {
    const page = await readFile(join(DOCS, 'operations/pipelines.md'), 'utf8')
    const whole = [...page.matchAll(/^```yaml\n(name: [\s\S]*?)^```$/gm)].map(([, text = '']) => text)
    expect(whole.length).toBeGreaterThan(0)
    for (const [index, text] of whole.entries()) await write(`block-${index}.yaml`, [text])
    const { definitions, refused } = await loadDefinitions([folder, join(DOCS, 'examples')], CATALOGUE)
    expect(refused).toEqual([])
    expect(definitions.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['content-aware', 'until-damage']),
    )
  })

  it.each<[string, string, string, string]>([
    [
      'publishes nothing in the end',
      'type: publish,',
      'type: publish, options: { early: true },',
      'mine.yaml:9: task publish, options.early: No task makes the final publication, which ends a run: leave this option out, or add a task of the type publish.',
    ],
    [
      'publishes some films only',
      'type: publish,',
      'type: publish, when: { remuxable: true },',
      'mine.yaml:9: task publish, when.remuxable: It does not run for a source with remuxable: false, and nothing is published in the end: change that, or add a task for such sources.',
    ],
    [
      'shrugs at a failed publication',
      'type: publish,',
      'type: publish, essential: false,',
      'mine.yaml:9: task publish, essential: Where it fails, nothing is published in the end: leave «essential: false» out.',
    ],
    [
      'encodes the first chunk alone',
      'each: chunks, ',
      '',
      'mine.yaml:7: task encode, each: encode does one item of «chunks» at a time: say «each: chunks».',
    ],
    [
      'forgets the sound',
      'renditions, sound]',
      'renditions]',
      'mine.yaml:8: task package, inputs: Of a source with sound: true package fails without its sound: read «sound».',
    ],
    [
      'looks at what nobody reads',
      '  - { name: publish',
      '  - { name: look-closely, type: check-integrity, inputs: [facts, chunks] }\n  - { name: publish',
      'mine.yaml:9: task look-closely, outputs: No task reads «integrity»: let «publish» read it, or leave this one out.',
    ],
  ])('refuses a definition that %s', async (_, from, to, problem) => {
    const own = ownDefinition('mine', 1).join('\n')
    expect(own).toContain(from)
    await write('mine.yaml', [own.replace(from, to)])
    const { refused } = await load()
    expect(refused.flatMap(({ problems }) => problems)).toContain(problem)
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
    await write('c.yaml', ownDefinition('c', 1))
    await write('d.json', ownDefinition('c', 2))
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
