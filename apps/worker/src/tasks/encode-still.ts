import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  createProgressReader,
  fractionOf,
  inOnePiece,
  type SourceFacts,
  STILL_FILE,
  STILL_SEEKING,
  stillArguments,
} from '@marquee/media'
import { z } from 'zod'
import { NICE } from '../ffmpeg/nice.ts'
import { patienceFor } from '../ffmpeg/watch-standstill.ts'
import { defineTask, one } from './define-task.ts'
import { fetchWatermark } from './fetch-watermark.ts'
import { writeRenditions } from './stream/write-renditions.ts'
import type { TaskContext } from './task-context.ts'
import { throwUnlessDone } from './task-failure.ts'

export const encodeStill = defineTask({
  type: 'encode-still',
  summary: 'Shows the poster for as long as a sound lasts, in every rendition that its stream announces.',
  resource: 'light',
  priority: 2,
  consumes: {
    facts: one(ARTEFACTS.facts),
    stream: one(ARTEFACTS.stream),
    poster: one(ARTEFACTS.poster),
  },
  produces: { renditions: ARTEFACTS.renditions },
  renders: 'still',
  options: z.strictObject({}),
  cost: { fixed: 0.5, perSecond: 0.02 },
  run: async (context, { facts: { facts }, stream, poster }) => {
    await fetchStill(context, poster)
    await runEncoder(context, facts, stream)
    const [chunk] = inOnePiece(facts)
    if (!chunk) throw new Error('A film has at least one piece')
    const { video } = facts
    const written = { video, seeking: STILL_SEEKING, chunk, rungs: stream.rungs, stream, inOrder: true }
    return { renditions: await writeRenditions(context, written) }
  },
})

async function fetchStill(
  { cache, stores, videoPublicId, folder, signal }: TaskContext,
  { path }: ArtefactOf<'poster'>,
): Promise<void> {
  await cache.fetch(stores.transcoded, `videos/${videoPublicId}/${path}`, join(folder, STILL_FILE), signal)
}

async function runEncoder(
  context: TaskContext,
  { durationMs }: SourceFacts,
  { rungs, preset }: ArtefactOf<'stream'>,
): Promise<void> {
  const [highest] = rungs
  if (highest) await fetchWatermark(context, highest)
  const timeoutMs = 600_000 + durationMs
  const { programs, watermark } = context
  const run = await programs.run('ffmpeg', stillArguments({ durationMs, rungs, preset, watermark }), {
    timeoutMs,
    limits: { cpuSeconds: Math.ceil((timeoutMs / 1000) * availableParallelism()), nice: NICE.awaited },
    patience: patienceFor(),
    onLine: createProgressReader((progress) => context.reportProgress(fractionOf(progress, durationMs))),
  })
  throwUnlessDone(run, 'ENCODE_FAILED')
}
