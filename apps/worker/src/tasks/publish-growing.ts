import { ARTEFACTS } from '@marquee/jobs'
import { whileGrowing } from '@marquee/media'
import { z } from 'zod'
import { defineTask, one, optional } from './define-task.ts'
import { describePublication } from './publish.ts'

export const publishGrowing = defineTask({
  type: 'publish-growing',
  summary: 'Lets viewers watch a stream while the rest of it is made.',
  resource: 'light',
  priority: 1,
  consumes: {
    facts: one(ARTEFACTS.facts),
    stream: one(ARTEFACTS.stream),
    // Without them there is nothing to watch yet.
    renditions: one(ARTEFACTS.renditions),
    sound: optional(ARTEFACTS.sound),
  },
  produces: { publication: ARTEFACTS.publication },
  options: z.strictObject({}),
  cost: { fixed: 0.05 },
  run: async (_, { facts: { facts }, stream: { revision, head } }) => {
    // What they will be: their rates and sizes are known when all is there.
    const renditions = whileGrowing(head).pictures.map(
      ({ name, width, height, frameRate, codec, peakBitrate }) => ({
        ...{ name, width, height, codec },
        frameRate: frameRate.numerator / frameRate.denominator,
        bitrate: peakBitrate,
        bytes: 0,
      }),
    )
    const growing = { early: true, posterPath: null, storyboardPath: null }
    return { publication: describePublication(facts, { revision, renditions }, growing) }
  },
})
