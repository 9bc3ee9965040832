import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createCatalogue } from './create-catalogue.ts'
import { readDefinition } from './read-definition.ts'

const entry = (
  type: string,
  consumes: Record<string, 'one' | 'many'>,
  produces: string[],
  options: z.ZodType,
) => ({
  contract: {
    ...{ type, summary: type, resource: 'light' as const, priority: 1, consumes, produces },
    cost: { fixed: 1 },
  },
  options,
})

const CATALOGUE = createCatalogue([
  entry('inspect', {}, ['facts'], z.strictObject({})),
  entry(
    'encode',
    { facts: 'one' },
    ['renditions'],
    z.strictObject({ quality: z.object({ crf: z.int().max(51) }).optional() }),
  ),
])

const read = (text: string) => readDefinition(text, CATALOGUE)
const problemsOf = (text: string) => {
  const result = read(text)
  return result.ok ? [] : result.problems.map(({ code, task, field, line }) => [code, task, field, line])
}

const OWN = `name: own
version: 3
tasks:
  - name: look
    type: inspect
  - name: encode
    type: encode
    inputs: [facts]
    when: { minSeconds: 5 }
    options: { quality: { crf: 20 } }
`

describe('readDefinition', () => {
  it('reads YAML and JSON alike, and names outputs after their kinds', () => {
    const yaml = read(OWN)
    expect(yaml).toMatchObject({
      ok: true,
      definition: { name: 'own', version: 3, tasks: [{ outputs: ['facts'] }, { when: { minSeconds: 5 } }] },
    })
    const json = yaml.ok ? JSON.stringify(yaml.definition) : ''
    expect(read(json)).toEqual(yaml)
  })

  it.each<[string, string, unknown[]]>([
    ['what is no YAML', OWN.replace('tasks:', 'tasks: ['), ['SYNTAX', null, null, expect.any(Number)]],
    ['a field that there is not', OWN.replace('when:', 'wen:'), ['FIELD_INVALID', 'encode', null, 6]],
    [
      'a field of another type',
      OWN.replace('version: 3', 'version: three'),
      ['FIELD_INVALID', null, 'version', 2],
    ],
    [
      'an option of another type',
      OWN.replace('crf: 20', 'crf: 99'),
      ['OPTION_INVALID', 'encode', 'options.quality.crf', 10],
    ],
    [
      'a demand of more memory than there is',
      `${OWN}    demands: { memoryMb: 9000000000000000 }\n`,
      ['FIELD_INVALID', 'encode', 'demands.memoryMb', 11],
    ],
    ['an unknown type', OWN.replace('type: encode', 'type: karaoke'), ['TYPE_UNKNOWN', 'encode', 'type', 7]],
    [
      'an input that nobody makes',
      OWN.replace('[facts]', '[fcats]'),
      ['INPUT_MISSING', 'encode', 'inputs', 8],
    ],
    ['a task without a name', OWN.replace('name: look', 'named: look'), ['FIELD_INVALID', '#1', 'name', 4]],
    ['a whole that is none', '- a list', ['FIELD_INVALID', null, null, 1]],
    ['nothing', '', ['FIELD_INVALID', null, null, null]],
  ])('says where %s stands', (_, text, problem) => {
    expect(problemsOf(text)).toContainEqual(problem)
  })

  it('says what one calls itself that cannot run, as far as it can be read', () => {
    const nameOf = (text: string) => {
      const result = read(text)
      return result.ok ? expect.fail('it can run') : result.name
    }
    expect(nameOf(OWN.replace('type: encode', 'type: karaoke'))).toBe('own')
    expect(nameOf(OWN.replace('version: 3', 'version: three'))).toBe('own')
    expect(nameOf(OWN.replace('tasks:', 'tasks: ['))).toBe('own')
    expect(nameOf(OWN.replace('name: own', 'name: ../own'))).toBeNull()
    expect(nameOf('- a list')).toBeNull()
  })

  it('takes no aliases: few lines could stand for a million tasks', () => {
    const bomb = `name: own\nversion: 1\na: &a [1,1]\nb: &b [*a,*a]\ntasks: *b\n`
    expect(problemsOf(bomb)).toEqual([['SYNTAX', null, null, null]])
  })

  it('reads no more than a definition can need', () => {
    expect(problemsOf(`${OWN}#${'x'.repeat(100_000)}`)).toEqual([['SYNTAX', null, null, null]])
    const tasks = Array.from({ length: 101 }, (_, index) => ({ name: `t${index}`, type: 'inspect' }))
    expect(problemsOf(JSON.stringify({ name: 'own', version: 1, tasks }))).toEqual([
      ['FIELD_INVALID', null, 'tasks', 1],
    ])
  })
})
