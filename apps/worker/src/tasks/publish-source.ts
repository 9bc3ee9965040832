import { ARTEFACTS } from '@marquee/jobs'
import { z } from 'zod'
import { defineTask, one } from './define-task.ts'
import { describePublication } from './publish.ts'
import { remux, remuxSource } from './remux.ts'

export const publishSource = defineTask({
  type: 'publish-source',
  summary: 'Makes the source watchable as it is, with its own packets, and lets viewers have it at once.',
  resource: 'light',
  priority: 1,
  consumes: { facts: one(ARTEFACTS.facts) },
  produces: { publication: ARTEFACTS.publication },
  renders: 'film',
  options: z.strictObject({}),
  showsSource: true,
  cost: remux.contract.cost,
  // A task of its own would make viewers wait for another turn of the dispatcher, and look again at what was just looked at.
  run: async (context, { facts: { facts } }) => {
    const streams = await remuxSource(context, facts)
    const set = { early: true, posterPath: null, storyboardPath: null }
    return { publication: describePublication(facts, streams, set) }
  },
})
