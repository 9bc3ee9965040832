import type { Catalogue, TaskTypeContract } from './catalogue.ts'
import type { TaskDefinition } from './definition.ts'

const contract = (
  type: string,
  consumes: TaskTypeContract['consumes'],
  produces: readonly string[],
  rest: Partial<TaskTypeContract> = {},
): TaskTypeContract => ({
  ...{ type, summary: type, resource: 'light', priority: 1, consumes, produces, cost: { fixed: 1 } },
  ...rest,
})

const CONTRACTS = [
  contract('inspect', {}, ['facts'], { renders: 'film' }),
  contract('inspect-sound', {}, ['facts'], { renders: 'still' }),
  contract('remux', { facts: 'one' }, ['streams'], { showsSource: true }),
  contract('split', { facts: 'one' }, ['chunks']),
  contract('encode', { facts: 'one', chunks: 'optional' }, ['renditions'], {
    resource: 'encode',
    renders: 'film',
    itemOf: 'chunks',
    cost: { perMegapixelEncoded: { h264: 0.01, hevc: 0.02, vp9: 0.02, av1: 0.02 } },
  }),
  contract('encode-first', { facts: 'one', chunks: 'one' }, ['renditions'], {
    ...{ resource: 'encode', renders: 'film', partial: true },
  }),
  contract('audio', { facts: 'one' }, ['sound']),
  contract('audio-first', { facts: 'one' }, ['sound'], { partial: true }),
  contract('publish-growing', { renditions: 'one', sound: 'optional' }, ['publication'], {
    readsPartial: true,
  }),
  contract('package', { facts: 'one', renditions: 'many', sound: 'optional' }, ['streams'], {
    needsWhere: { sound: { sound: true } },
  }),
  contract('poster', { facts: 'one' }, ['poster']),
  contract('publish', { streams: 'one', poster: 'optional' }, ['publication'], {
    ends: { unless: 'early' },
  }),
]

const OPTIONS: Readonly<Record<string, string>> = { encode: 'crf', publish: 'early' }

/** A few types of task, for tests; `encode` takes no option but `crf`, `publish` none but `early`. */
export const SAMPLE_CATALOGUE: Catalogue = {
  find: (type) => CONTRACTS.find((one) => one.type === type),
  types: CONTRACTS.map(({ type }) => type),
  checkOptions: (type, options) =>
    Object.keys(options)
      .filter((field) => field !== OPTIONS[type])
      .map((field) => ({ field, message: 'unknown' })),
}

/** A task whose outputs are named after their kinds. */
export function sampleTask(
  name: string,
  inputs: readonly string[] = [],
  rest: Partial<TaskDefinition> = {},
): TaskDefinition {
  const type = rest.type ?? name
  const outputs = SAMPLE_CATALOGUE.find(type)?.produces ?? []
  return { name, type, inputs, outputs, ...rest }
}
