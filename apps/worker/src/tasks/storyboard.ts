import { join } from 'node:path'
import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  planStoryboard,
  type SourceFacts,
  sheetFile,
  storyboardArguments,
  storyboardVtt,
  whileGrowing,
} from '@marquee/media'
import { z } from 'zod'
import { defineTask, many, one } from './define-task.ts'
import { isWritten } from './is-written.ts'
import { revisionObject } from './revision-object.ts'
import { fetchTrack } from './stream/fetch-track.ts'
import type { TaskContext } from './task-context.ts'
import { TaskFailure, throwUnlessDone } from './task-failure.ts'

const RENDITION_FILE = 'rendition.mp4'
const VTT_FILE = 'storyboard.vtt'
/** Of the film, that drawing may take: twenty times what it costs. Twelve hours are accepted, which cost 216 s. */
const LONGEST_SHARE = 0.1

export const storyboard = defineTask({
  type: 'storyboard',
  summary: 'Draws the previews of the scrub bar from the lowest rendition of the first codec.',
  resource: 'light',
  priority: 3,
  consumes: {
    facts: one(ARTEFACTS.facts),
    stream: one(ARTEFACTS.stream),
    // It is drawn from what they have written.
    renditions: many(ARTEFACTS.renditions),
  },
  produces: { storyboard: ARTEFACTS.storyboard },
  options: z.strictObject({}),
  // From the source it would cost 7 CPU seconds for a minute of 1080p.
  cost: { fixed: 0.2, perSecond: 0.005 },
  run: async (context, { facts: { facts }, stream, renditions }) => {
    await fetchLowest(context, stream, renditions)
    return { storyboard: await makeStoryboard(context, facts) }
  },
})

async function fetchLowest(
  context: TaskContext,
  { revision, head }: ArtefactOf<'stream'>,
  renditions: readonly ArtefactOf<'renditions'>[],
): Promise<void> {
  const name = whileGrowing(head).pictures.at(-1)?.name ?? ''
  const parts = renditions.flatMap(({ tracks }) => tracks.filter((track) => track.name === name))
  const segments = parts.reduce((sum, { part }) => sum + part.segments.length, 0)
  await fetchTrack(context, { revision, name }, segments, RENDITION_FILE)
}

async function makeStoryboard(context: TaskContext, facts: SourceFacts): Promise<ArtefactOf<'storyboard'>> {
  const { stores, folder, signal, programs, revision, revisionPrefix } = context
  const plan = planStoryboard(facts.durationMs, facts.video.display)
  const run = await programs.run('ffmpeg', storyboardArguments(RENDITION_FILE, plan), {
    timeoutMs: 300_000 + LONGEST_SHARE * facts.durationMs,
    limits: { cpuSeconds: Math.ceil(600 + (LONGEST_SHARE * facts.durationMs) / 1000) },
  })
  throwUnlessDone(run, 'ENCODE_FAILED')

  const sheets = await writtenSheets(folder, plan.sheets)
  if (sheets.length === 0) throw new TaskFailure('ENCODE_FAILED', 'no storyboard sheet was written')
  const drawn = { ...plan, tiles: Math.min(plan.tiles, sheets.length * plan.columns * plan.rows) }
  await Promise.all([
    ...sheets.map((file) =>
      stores.transcoded.uploadFile(join(folder, file), `${revisionPrefix}${file}`, {
        ...revisionObject(file),
        signal,
      }),
    ),
    stores.transcoded.put(`${revisionPrefix}${VTT_FILE}`, storyboardVtt(drawn, facts.durationMs), {
      ...revisionObject(VTT_FILE),
      signal,
    }),
  ])
  return { revision, path: `${revision}/${VTT_FILE}`, sheets: sheets.length }
}

async function writtenSheets(folder: string, count: number): Promise<string[]> {
  const files = Array.from({ length: count }, (_, index) => sheetFile(index + 1))
  const found = await Promise.all(files.map((file) => isWritten(join(folder, file))))
  return files.filter((_, index) => found[index])
}
