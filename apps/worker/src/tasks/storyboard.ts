import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  planStoryboard,
  type StoryboardOutput,
  sheetFile,
  storyboardArguments,
  storyboardVtt,
} from '@marquee/media'
import { failureOf } from '../ffmpeg/run-end-failure.ts'
import { outputOf, type TaskContext } from './task-context.ts'
import { TaskFailure } from './task-failure.ts'

const RENDITION_FILE = 'rendition.mp4'
const VTT_FILE = 'storyboard.vtt'
const IMMUTABLE = 'public, max-age=31536000, immutable'

/** Draws the previews of the scrub bar from the lowest rendition: 0.2 CPU seconds where the source would cost 7. */
export async function makeStoryboard(context: TaskContext): Promise<StoryboardOutput> {
  const { facts } = outputOf(context, 'inspect')
  const lowest = outputOf(context, 'encode').renditions.at(-1)
  if (!lowest) throw new Error('The encode has no renditions')
  const { stores, cache, folder, signal, programs, revision, revisionPrefix } = context
  await cache.fetch(stores.temporary, lowest.key, join(folder, RENDITION_FILE), signal)
  const plan = planStoryboard(facts.durationMs, facts.video.display)
  const run = await programs.run('ffmpeg', storyboardArguments(RENDITION_FILE, plan))
  const failure = failureOf(run, () => 'ENCODE_FAILED')
  if (failure) throw new TaskFailure(failure.code, failure.detail)

  const sheets = await writtenSheets(folder, plan.sheets)
  if (sheets.length === 0) throw new TaskFailure('ENCODE_FAILED', 'no storyboard sheet was written')
  const drawn = { ...plan, tiles: Math.min(plan.tiles, sheets.length * plan.columns * plan.rows) }
  const put = { cacheControl: IMMUTABLE, signal }
  await Promise.all([
    ...sheets.map((file) =>
      stores.transcoded.uploadFile(join(folder, file), `${revisionPrefix}${file}`, {
        ...put,
        contentType: 'image/jpeg',
      }),
    ),
    stores.transcoded.put(`${revisionPrefix}${VTT_FILE}`, storyboardVtt(drawn, facts.durationMs), {
      ...put,
      contentType: 'text/vtt; charset=utf-8',
    }),
  ])
  const path = `${revision}/${VTT_FILE}`
  return { type: 'storyboard', cpuSeconds: programs.cpuSeconds, revision, path, sheets: sheets.length }
}

async function writtenSheets(folder: string, count: number): Promise<string[]> {
  const files = Array.from({ length: count }, (_, index) => sheetFile(index + 1))
  const found = await Promise.all(files.map((file) => stat(join(folder, file)).catch(() => null)))
  return files.filter((_, index) => (found[index]?.size ?? 0) > 0)
}
