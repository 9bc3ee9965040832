import { ARTEFACTS, type ArtefactOf, DETAIL_LIMIT } from '@marquee/jobs'
import {
  type Chunk,
  chooseLadder,
  chooseScenes,
  createBlankReader,
  describeLadder,
  FRUGAL_STEP,
  GOOD_SSIM,
  lookArguments,
  PICTURE_CODECS,
  type PictureCodec,
  PROBED,
  PROBED_FROM_SECONDS,
  type Rung,
  type SceneFigures,
  type ScenePlaces,
  type SourceReport,
  selectRungs,
  type Unmeasured,
  USUAL_CODEC,
} from '@marquee/media'
import { z } from 'zod'
import { NICE } from '../ffmpeg/nice.ts'
import { defineTask, one } from './define-task.ts'
import { fetchSource, SOURCE_FILE } from './fetch-source.ts'
import { measureScene } from './measure-scene.ts'
import { COST_OF_PICTURES, MEMORY_OF_PICTURES } from './picture-costs.ts'
import type { TaskContext } from './task-context.ts'
import { asTaskFailure } from './task-failure.ts'

const options = z.strictObject({
  /** Whose ladder is chosen; those of other codecs stay as they are. */
  codec: z.enum(PICTURE_CODECS).default(USUAL_CODEC),
  /** As `split` has them. */
  maxShortSide: z.int().positive().optional(),
  rungs: z.int().positive().optional(),
  /** What is good enough, 0 to 1: from here on bits are saved. */
  ssim: z.number().min(0.9).max(1).default(GOOD_SSIM),
})

/**
 * What encodes of an encode of the scenes, so many times: two of them, the reference, and to decode and compare them. With the
 * film's own decode, which is counted once, that is 2.4 times the whole of an encode, as it was measured (decision 0038).
 */
const TIMES_AN_ENCODE = 2.6

type ByCodec = Readonly<Record<PictureCodec, number>>

function times(factor: number, { h264, hevc, vp9, av1 }: ByCodec): ByCodec {
  return { h264: factor * h264, hevc: factor * hevc, vp9: factor * vp9, av1: factor * av1 }
}

export const probeScenes = defineTask({
  type: 'probe-scenes',
  summary: 'Encodes a few scenes in two ways and measures them, so that easy films take fewer bytes.',
  resource: 'encode',
  priority: 2,
  consumes: { facts: one(ARTEFACTS.facts) },
  produces: { ladder: ARTEFACTS.ladder },
  renders: 'film',
  options,
  cost: {
    fixed: 0.5,
    sample: {
      share: PROBED.share,
      most: PROBED.mostScenes * PROBED.sceneSeconds,
      from: PROBED_FROM_SECONDS,
    },
    perMegapixelDecoded: COST_OF_PICTURES.perMegapixelDecoded,
    perMegapixelEncoded: times(TIMES_AN_ENCODE, COST_OF_PICTURES.perMegapixelEncoded),
  },
  memory: times(2, MEMORY_OF_PICTURES),
  run: async (context, { facts: report }, { codec, ssim, ...part }) => {
    const rungs = selectRungs(report.facts, { codec, ...part })
    const ladder = await probe(context, report, rungs, ssim).catch((error: unknown) => {
      context.signal.throwIfAborted()
      return unmeasured({ reason: 'failed', why: asTaskFailure(error).message })
    })
    return { ladder }
  },
})

/** The film loses nothing by it but what might have been saved. */
function unmeasured({ reason, why }: Unmeasured): ArtefactOf<'ladder'> {
  return {
    scenesAtMs: [],
    choice: null,
    unmeasured: reason,
    remark: `Keeps the usual ladder, unmeasured. ${why}`.slice(0, DETAIL_LIMIT),
  }
}

async function probe(
  context: TaskContext,
  report: SourceReport,
  rungs: readonly Rung[],
  target: number,
): Promise<ArtefactOf<'ladder'>> {
  const [highest] = rungs
  if (!highest) return unmeasured({ reason: 'too-small', why: 'The film is too small for the codec.' })
  const places = chooseScenes(report.facts, report.seeking)
  if ('reason' in places) return unmeasured(places)
  await fetchSource(context)
  const scenes = await lookForScenes(context, report, places)
  if (scenes.length < PROBED.leastScenes)
    return unmeasured({ reason: 'blank', why: 'Most of the film is blank.' })
  const step = FRUGAL_STEP[highest.codec]
  const measured: (readonly SceneFigures[])[] = []
  for (const [done, scene] of scenes.entries()) {
    measured.push(
      await measureScene(context, report, { scene, rungs, step, cost: probeScenes.contract.cost }),
    )
    context.reportProgress((done + 1) / scenes.length)
  }
  const figuresOf = (trial: number) => measured.flatMap((scene) => scene[trial] ?? [])
  const tried = rungs.map((rung, index) => ({
    rung,
    usual: figuresOf(2 * index),
    frugal: figuresOf(2 * index + 1),
  }))
  const choice = chooseLadder(tried, PROBED.sceneSeconds, target)
  return {
    scenesAtMs: scenes.map(({ startMs }) => startMs),
    choice,
    remark: describeLadder(choice, scenes.length),
  }
}

/** The first of each scene's places that shows anything. */
async function lookForScenes(
  context: TaskContext,
  { facts, seeking }: SourceReport,
  places: readonly ScenePlaces[],
): Promise<readonly Chunk[]> {
  const scenes: Chunk[] = []
  for (const candidates of places)
    for (const scene of candidates) {
      const look = createBlankReader()
      await context.programs.run('ffmpeg', lookArguments({ source: SOURCE_FILE, facts, seeking, scene }), {
        onLine: look.read,
        limits: { nice: NICE.awaited },
      })
      if (look.isBlank()) continue
      scenes.push(scene)
      break
    }
  return scenes
}
