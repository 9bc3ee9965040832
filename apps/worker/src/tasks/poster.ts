import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  firstFrameArguments,
  firstFrameTrialArguments,
  posterArguments,
  posterCandidates,
  posterSize,
  type RunErrorCode,
  type SourceFacts,
} from '@marquee/media'
import sharp from 'sharp'
import { z } from 'zod'
import type { Programs } from '../ffmpeg/programs.ts'
import { failureOf, type ProgramFailure } from '../ffmpeg/run-end-failure.ts'
import { defineTask, one } from './define-task.ts'
import { fetchSource, SOURCE_FILE } from './fetch-source.ts'
import { revisionObject } from './revision-object.ts'
import type { TaskContext } from './task-context.ts'
import { TaskFailure } from './task-failure.ts'

/** One small picture at a time: neither a cache nor threads pay. */
sharp.cache(false)
sharp.concurrency(1)

const POSTER_FILE = 'poster.jpg'
const FIRST_FRAME_FILE = 'first.jpg'

export const poster = defineTask({
  type: 'poster',
  summary: 'Chooses the liveliest of a few keyframes: not black, not white, not a flat card.',
  resource: 'light',
  priority: 2,
  consumes: { facts: one(ARTEFACTS.facts) },
  produces: { poster: ARTEFACTS.poster },
  options: z.strictObject({}),
  cost: { fixed: 1 },
  run: async (context, { facts: { facts } }) => ({ poster: await makePoster(context, facts) }),
})

async function makePoster(context: TaskContext, facts: SourceFacts): Promise<ArtefactOf<'poster'>> {
  const { stores, revision, revisionPrefix, signal } = context
  await fetchSource(context)
  const best = await liveliest(await grabCandidates(context, facts))
  const image = await sharp(best).jpeg({ quality: 82 }).toBuffer()
  await stores.transcoded.put(`${revisionPrefix}${POSTER_FILE}`, image, {
    ...revisionObject(POSTER_FILE),
    signal,
  })
  const { width, height } = posterSize(facts.video.display)
  return { revision, path: `${revision}/${POSTER_FILE}`, width, height }
}

/** Paths of the pictures that could be had; at least one. */
async function grabCandidates(context: TaskContext, facts: SourceFacts): Promise<string[]> {
  const { folder, programs } = context
  const candidates = posterCandidates(facts)
  await programs.run('ffmpeg', posterArguments(SOURCE_FILE, facts, candidates), {
    // It shares the machine with what makes the video watchable.
    limits: { nice: 10 },
  })
  const paths = candidates.map(({ file }) => join(folder, file))
  const found = await Promise.all(paths.map(async (path) => ((await isWritten(path)) ? [path] : [])))
  return found.some((one) => one.length > 0) ? found.flat() : [await grabFirstFrame(context, facts)]
}

/** Some containers cannot seek, and some seeks land past the last keyframe. */
async function grabFirstFrame({ programs, folder }: TaskContext, facts: SourceFacts): Promise<string> {
  const run = await programs.run('ffmpeg', firstFrameArguments(SOURCE_FILE, facts, FIRST_FRAME_FILE))
  const failure = failureOf(run, () => 'SOURCE_DAMAGED')
  if (failure) throw new TaskFailure(await blame(programs, facts, failure), failure.detail)
  const path = join(folder, FIRST_FRAME_FILE)
  if (!(await isWritten(path))) throw new TaskFailure('SOURCE_DAMAGED', 'no frame could be decoded')
  return path
}

/** A full disk fails like a damaged source: only a second look, which writes nothing, tells whose fault it is. */
async function blame(
  programs: Programs,
  facts: SourceFacts,
  { code }: ProgramFailure,
): Promise<RunErrorCode> {
  if (code !== 'SOURCE_DAMAGED') return code
  const trial = await programs.run('ffmpeg', firstFrameTrialArguments(SOURCE_FILE, facts))
  return failureOf(trial, () => 'SOURCE_DAMAGED')?.code ?? 'ENCODE_FAILED'
}

async function isWritten(path: string): Promise<boolean> {
  return ((await stat(path).catch(() => null))?.size ?? 0) > 0
}

async function liveliest(paths: readonly string[]): Promise<string> {
  const scored = await Promise.all(paths.map(async (path) => ({ path, score: await liveliness(path) })))
  const [best] = scored.sort((a, b) => b.score - a.score)
  if (!best) throw new Error('No candidate to choose from')
  return best.path
}

/** Spread of luma, 0 to 128, halved where the picture as a whole is nearly black or nearly white. */
async function liveliness(path: string): Promise<number> {
  const { channels } = await sharp(path).greyscale().stats()
  const { mean = 0, stdev = 0 } = channels[0] ?? {}
  return mean < 32 || mean > 224 ? stdev / 2 : stdev
}
