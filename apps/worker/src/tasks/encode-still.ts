import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  announcedCodec,
  checkChunk,
  createProgressReader,
  fractionOf,
  inOnePiece,
  pictureCut,
  pictureTimescale,
  renditionFile,
  type SourceFacts,
  STILL_FILE,
  STILL_SEEKING,
  stillArguments,
} from '@marquee/media'
import { z } from 'zod'
import { failureOf } from '../ffmpeg/run-end-failure.ts'
import { defineTask, one } from './define-task.ts'
import { fetchWatermark } from './fetch-watermark.ts'
import { describePart, writePart, writeTrack } from './stream/write-track.ts'
import type { TaskContext } from './task-context.ts'
import { TaskFailure } from './task-failure.ts'

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
  options: z.strictObject({}),
  cost: { fixed: 0.5, perSecond: 0.02 },
  run: async (context, { facts: { facts }, stream, poster }) => {
    await fetchStill(context, poster)
    await runEncoder(context, facts, stream)
    return { renditions: await publishStill(context, facts, stream) }
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
    limits: { cpuSeconds: Math.ceil((timeoutMs / 1000) * availableParallelism()), nice: 10 },
    onLine: createProgressReader((progress) => context.reportProgress(fractionOf(progress, durationMs))),
  })
  const failure = failureOf(run, () => 'ENCODE_FAILED')
  if (failure) throw new TaskFailure(failure.code, failure.detail)
}

async function publishStill(
  context: TaskContext,
  { durationMs, video }: SourceFacts,
  { revision, rungs, preset }: ArtefactOf<'stream'>,
): Promise<ArtefactOf<'renditions'>> {
  const [chunk] = inOnePiece({ durationMs })
  if (!chunk) throw new Error('A film has at least one piece')
  const tracks: ArtefactOf<'renditions'>['tracks'][number][] = []
  for (const rung of rungs) {
    const place = { revision, name: rung.name }
    const track = await writeTrack(
      context,
      place,
      renditionFile(rung),
      pictureCut(chunk, rung, video, STILL_SEEKING),
    )
    const announced = { codec: announcedCodec(rung, preset), timescale: pictureTimescale(video) }
    const problems = checkChunk(track, announced, chunk, video)
    if (problems.length > 0) throw new TaskFailure('ENCODE_FAILED', `${rung.name}: ${problems.join('; ')}`)
    const part = describePart(track, chunk)
    await writePart(context, place, part)
    tracks.push({ name: rung.name, part })
  }
  return { chunk: chunk.index, tracks }
}
