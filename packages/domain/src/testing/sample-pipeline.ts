import type { Catalogue, PipelineDefinition, TaskTypeContract } from '@marquee/media'

const NOTHING = { h264: 0, hevc: 0, vp9: 0, av1: 0 }

const contract = (
  type: string,
  consumes: TaskTypeContract['consumes'],
  produces: readonly string[],
): TaskTypeContract => ({
  type,
  summary: type,
  resource: type === 'encode' ? 'encode' : 'light',
  priority: 1,
  consumes,
  produces,
  cost: type === 'encode' ? { fixed: 60, perMegapixelEncoded: NOTHING } : { fixed: 1 },
})

const CONTRACTS = [
  contract('inspect', {}, ['facts']),
  contract('split', { facts: 'one' }, ['chunks']),
  contract('encode', { facts: 'one', chunks: 'one' }, ['renditions']),
  contract('publish', { facts: 'one', renditions: 'many' }, ['publication']),
]

/** What a fleet may do, for tests of how runs go on. */
export const SAMPLE_CATALOGUE: Catalogue = {
  find: (type) => CONTRACTS.find((one) => one.type === type),
  types: CONTRACTS.map(({ type }) => type),
  checkOptions: () => [],
}

/** Inspect, split, encode each chunk, publish. */
export const SAMPLE_PIPELINE: PipelineDefinition = {
  name: 'sample',
  version: 1,
  tasks: [
    { name: 'inspect', type: 'inspect', inputs: [], outputs: ['facts'] },
    { name: 'split', type: 'split', inputs: ['facts'], outputs: ['chunks'] },
    { name: 'encode', type: 'encode', inputs: ['facts', 'chunks'], outputs: ['renditions'], each: 'chunks' },
    { name: 'publish', type: 'publish', inputs: ['facts', 'renditions'], outputs: ['publication'] },
  ],
}
