import { join } from 'node:path'
import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  firstFrameArguments,
  firstFrameTrialArguments,
  pickCandidates,
  posterArguments,
  posterCandidates,
  posterSize,
  type SeenPicture,
  type SourceFacts,
} from '@marquee/media'
import sharp from 'sharp'
import { z } from 'zod'
import { NICE } from '../ffmpeg/nice.ts'
import { failureOf } from '../ffmpeg/run-end-failure.ts'
import { defineTask, one } from './define-task.ts'
import { fetchSource, SOURCE_FILE } from './fetch-source.ts'
import { isWritten } from './is-written.ts'
import { revisionObject } from './revision-object.ts'
import type { TaskContext } from './task-context.ts'
import { TaskFailure } from './task-failure.ts'
import { throwWithBlame } from './throw-with-blame.ts'

/** One small picture at a time: neither a cache nor threads pay. */
sharp.cache(false)
sharp.concurrency(1)

const POSTER_FILE = 'poster.jpg'
const FIRST_FRAME_FILE = 'first.jpg'
/** Pixels of a sketch: enough to tell scenes apart, too few to tell frames of one. */
const SKETCH = { width: 16, height: 9 }

export const poster = defineTask({
  type: 'poster',
  summary:
    'Chooses the liveliest of a few keyframes, not black, white or flat, and keeps others to choose from.',
  resource: 'light',
  priority: 2,
  consumes: { facts: one(ARTEFACTS.facts) },
  produces: { poster: ARTEFACTS.poster },
  renders: 'film',
  options: z.strictObject({}),
  cost: { fixed: 1.5 },
  run: async (context, { facts: { facts } }) => ({ poster: await makePoster(context, facts) }),
})

async function makePoster(context: TaskContext, facts: SourceFacts): Promise<ArtefactOf<'poster'>> {
  const { revision } = context
  await fetchSource(context)
  const grabbed = await grabCandidates(context, facts)
  const picked = pickCandidates(await Promise.all(grabbed.map((picture) => look(context, picture))))
  const candidates = await Promise.all(
    picked.map(async ({ file, atMs }, place) => {
      const name = place === 0 ? POSTER_FILE : `thumbnail-${place}.jpg`
      await keep(context, file, name)
      return { path: `${revision}/${name}`, atMs }
    }),
  )
  const { width, height } = posterSize(facts.video.display)
  return { revision, path: `${revision}/${POSTER_FILE}`, width, height, candidates }
}

async function keep({ stores, folder, revisionPrefix, signal }: TaskContext, file: string, name: string) {
  const image = await sharp(join(folder, file)).jpeg({ quality: 82 }).toBuffer()
  await stores.transcoded.put(`${revisionPrefix}${name}`, image, { ...revisionObject(name), signal })
}

type Grabbed = Pick<SeenPicture, 'file' | 'atMs'>

/** The pictures that could be had; at least one. */
async function grabCandidates(context: TaskContext, facts: SourceFacts): Promise<Grabbed[]> {
  const { folder, programs } = context
  const groups = posterCandidates(facts)
  for (const group of groups)
    await programs.run('ffmpeg', posterArguments(SOURCE_FILE, facts, group), {
      // It shares the machine with what makes the video watchable.
      limits: { nice: NICE.seen },
    })
  const found = await Promise.all(
    groups
      .flat()
      .map(async ({ file, seconds }) =>
        (await isWritten(join(folder, file))) ? [{ file, atMs: Math.round(seconds * 1000) }] : [],
      ),
  )
  return found.some((one) => one.length > 0) ? found.flat() : [await grabFirstFrame(context, facts)]
}

/** Some containers cannot seek, and some seeks land past the last keyframe. */
async function grabFirstFrame({ programs, folder }: TaskContext, facts: SourceFacts): Promise<Grabbed> {
  const run = await programs.run('ffmpeg', firstFrameArguments(SOURCE_FILE, facts, FIRST_FRAME_FILE))
  await throwWithBlame(run, async () => {
    const trial = await programs.run('ffmpeg', firstFrameTrialArguments(SOURCE_FILE, facts))
    return failureOf(trial, () => 'SOURCE_DAMAGED')
  })
  if (!(await isWritten(join(folder, FIRST_FRAME_FILE))))
    throw new TaskFailure('SOURCE_DAMAGED', 'no frame could be decoded')
  return { file: FIRST_FRAME_FILE, atMs: 0 }
}

async function look({ folder }: TaskContext, { file, atMs }: Grabbed): Promise<SeenPicture> {
  const grey = sharp(join(folder, file)).greyscale()
  const { width, height } = SKETCH
  return {
    file,
    atMs,
    ...measureLuma(await grey.clone().raw().toBuffer()),
    sketch: await grey.resize(width, height, { fit: 'fill' }).raw().toBuffer(),
  }
}

/** sharp's own `stats` looks at the red of the file rather than at what was made grey, and also finds entropy, sharpness and colours. */
function measureLuma(luma: Uint8Array): Pick<SeenPicture, 'mean' | 'spread'> {
  let sum = 0
  let squares = 0
  for (const value of luma) {
    sum += value
    squares += value * value
  }
  const mean = sum / luma.length
  return { mean, spread: Math.sqrt(Math.max(0, squares / luma.length - mean * mean)) }
}
