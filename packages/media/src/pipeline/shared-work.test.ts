import { describe, expect, it } from 'vitest'
import type { Catalogue, TaskTypeContract } from './catalogue.ts'
import type { Options, TaskDefinition } from './definition.ts'
import { validatePipeline } from './validate-pipeline.ts'

const contract = (type: string, part: Partial<TaskTypeContract>): TaskTypeContract => ({
  ...{ type, summary: type, resource: 'light', priority: 1, consumes: {}, produces: [], cost: {} },
  ...part,
})

const CONTRACTS = [
  contract('split', { produces: ['stream'] }),
  contract('encode', {
    consumes: { stream: 'one' },
    produces: ['renditions'],
    shares: { option: 'codec', kind: 'stream', list: 'codecs', usual: 'h264' },
  }),
  contract('draw', { consumes: { stream: 'one', renditions: 'many' }, produces: ['drawing'] }),
  contract('package', {
    consumes: { stream: 'one', renditions: 'many' },
    produces: ['set'],
    gathers: 'stream',
  }),
]
const CATALOGUE: Catalogue = {
  find: (type) => CONTRACTS.find((one) => one.type === type),
  types: CONTRACTS.map(({ type }) => type),
  checkOptions: () => [],
}

const split = (options?: Options): TaskDefinition => ({
  ...{ name: 'split', type: 'split', inputs: [], outputs: ['stream'], options },
})
const encode = (name: string, options?: Options): TaskDefinition => ({
  ...{ name, type: 'encode', inputs: ['stream'], outputs: [`${name}-made`], options },
})
const read = (type: string, ...inputs: string[]): TaskDefinition => ({
  ...{ name: type, type, inputs: ['stream', ...inputs], outputs: [`${type}-made`] },
})

const problems = (...tasks: TaskDefinition[]) =>
  validatePipeline({ name: 'own', version: 1, tasks }, CATALOGUE).map(
    ({ code, task, field, message }) => `${code} ${task} ${field}: ${message}`,
  )
const two = split({ codecs: ['h264', 'av1'] })

describe('checkSharedWork', () => {
  it('takes a task for each thing that is to be done, and what is usual where nothing is said', () => {
    expect(problems(split(), encode('one'), read('package', 'one-made'))).toEqual([])
    expect(problems(split(), encode('one', { codec: 'h264' }))).toEqual([])
    const both = [encode('one'), encode('two', { codec: 'av1' })]
    expect(problems(two, ...both, read('package', 'one-made', 'two-made'), read('draw', 'one-made'))).toEqual(
      [],
    )
    expect(problems(two)).toEqual([])
  })

  it.each<[string, TaskDefinition[], string]>([
    ['what nobody does', [two, encode('one')], 'OPTION_INVALID split options.codecs: No encode makes «av1».'],
    [
      'what is not to be done',
      [split(), encode('one'), encode('two', { codec: 'av1' })],
      'OPTION_INVALID two options.codec: «av1» is none of the codecs of «split».',
    ],
    [
      'what two do',
      [split(), encode('one'), encode('two')],
      'OPTION_INVALID two options.codec: «one» makes «h264» already.',
    ],
    [
      'what is named twice',
      [split({ codecs: ['h264', 'h264'] }), encode('one')],
      'OPTION_INVALID split options.codecs: «h264» is named twice.',
    ],
    [
      'what is left out where all is gathered',
      [two, encode('one'), encode('two', { codec: 'av1' }), read('package', 'one-made')],
      'INPUT_MISSING package inputs: It needs all that is made of «stream», and does not read what «two» makes.',
    ],
  ])('refuses %s', (_, tasks, problem) => {
    expect(problems(...tasks)).toEqual([problem])
  })
})
