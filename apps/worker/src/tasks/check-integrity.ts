import { ARTEFACTS } from '@marquee/jobs'
import { z } from 'zod'
import { defineTask, one } from './define-task.ts'
import { fetchSource, SOURCE_FILE } from './fetch-source.ts'
import { TaskFailure } from './task-failure.ts'
import { tryDecoding } from './try-decoding.ts'

export const checkIntegrity = defineTask({
  type: 'check-integrity',
  summary: 'Decodes a film whose chunks cannot tell damage from open GOPs once from end to end.',
  resource: 'light',
  priority: 4,
  consumes: { facts: one(ARTEFACTS.facts), chunks: one(ARTEFACTS.chunks) },
  produces: { integrity: ARTEFACTS.integrity },
  renders: 'film',
  options: z.strictObject({}),
  cost: { fixed: 0.05 },
  run: async (context, { facts: { facts }, chunks: { chunks, damage } }) => {
    if (damage === 'counted' || chunks.length === 1) return { integrity: { decoded: false } }
    await fetchSource(context)
    const failure = await tryDecoding(context.programs, SOURCE_FILE, facts)
    if (failure) throw new TaskFailure(failure.code, failure.detail)
    return { integrity: { decoded: true } }
  },
})
