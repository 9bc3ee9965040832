import { ARTEFACTS } from '@marquee/jobs'
import { decodeTrialArguments } from '@marquee/media'
import { z } from 'zod'
import { NICE } from '../ffmpeg/nice.ts'
import { failureOf } from '../ffmpeg/run-end-failure.ts'
import { defineTask, one } from './define-task.ts'
import { fetchSource, SOURCE_FILE } from './fetch-source.ts'
import { TaskFailure } from './task-failure.ts'

/** Ten minutes, and ten times the film: many times what decoding takes. */
const timeoutMs = (durationMs: number) => 600_000 + 10 * durationMs

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
    const run = await context.programs.run(
      'ffmpeg',
      decodeTrialArguments(SOURCE_FILE, { ...facts, audio: null }),
      {
        timeoutMs: timeoutMs(facts.durationMs),
        limits: { nice: NICE.other, cpuSeconds: timeoutMs(facts.durationMs) / 1000 },
      },
    )
    const failure = failureOf(run, () => 'SOURCE_DAMAGED')
    if (failure) throw new TaskFailure(failure.code, failure.detail)
    return { integrity: { decoded: true } }
  },
})
