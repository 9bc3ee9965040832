import { ARTEFACTS, type ArtefactOf, DETAIL_LIMIT } from '@marquee/jobs'
import {
  chooseStreams,
  type DecodedFrame,
  declaredDurationMs,
  describeSeeking,
  describeSource,
  frameArguments,
  isRecoverable,
  judgeContent,
  judgeEnd,
  judgeFacts,
  judgeFrames,
  judgeProbe,
  type MovieHeader,
  type ProbeDocument,
  parseFrameLine,
  type Refusal,
  reasonsAgainstRemux,
} from '@marquee/media'
import { z } from 'zod'
import { defineTask } from './define-task.ts'
import { SOURCE_FILE } from './fetch-source.ts'
import { keepWholePart } from './inspection/keep-whole-part.ts'
import { openUpload, probeSource, refuseIf } from './inspection/open-upload.ts'
import { measureStreams, startReading, throwUnlessExited, tryAudio } from './inspection/read-packets.ts'
import { decodePictures } from './inspection/read-pictures.ts'
import type { TaskContext } from './task-context.ts'
import { TaskFailure } from './task-failure.ts'

const options = z.strictObject({
  /** What becomes of a film that breaks half-way: it is refused, or what comes before is published. */
  damage: z.enum(['reject', 'publish-before']).default('reject'),
})
type Damage = z.infer<typeof options>['damage']

export const inspect = defineTask({
  type: 'inspect',
  summary: 'Finds out what was uploaded, by reading all of it, or refuses it.',
  resource: 'light',
  priority: 1,
  consumes: {},
  produces: { facts: ARTEFACTS.facts },
  renders: 'film',
  options,
  cost: { fixed: 0.5, perSecond: 0.01 },
  run: async (context, _, { damage }) => ({
    facts:
      damage === 'reject'
        ? (await inspectSource(context, damage)).report
        : await inspectUntilDamage(context, damage),
  }),
})

interface Inspection {
  readonly report: ArtefactOf<'facts'>
  /** Why there must be more of the film than there is; null where nothing says so. */
  readonly end: Refusal | null
}

/** What of the film is whole, and what that is; all of it is decoded once, since only that tells. */
async function inspectUntilDamage(context: TaskContext, damage: Damage): Promise<ArtefactOf<'facts'>> {
  const { report, end } = await inspectSource(context, damage)
  const pictures = await decodePictures(context.programs, report.facts)
  const refusal = end ?? pictures.damage
  if (refusal === null) return report
  const part = await keepWholePart(context, report, pictures.times, refusal)
  const source = { store: context.stores.temporary, key: part.key }
  const whole = await inspectWhole({ ...context, source }).catch((error: unknown) => {
    // What is wrong is the upload, of which this was a part.
    if (!(error instanceof TaskFailure) || isRecoverable(error.code)) throw error
    throw new TaskFailure(refusal.code, `${error.message}; ${refusal.detail}`)
  })
  const seconds = whole.facts.durationMs / 1000
  return {
    ...whole,
    broken: { code: end ? 'SOURCE_TRUNCATED' : 'SOURCE_DAMAGED', part },
    remark: `Only the first ${seconds} s are whole. ${refusal.detail}`.slice(0, DETAIL_LIMIT),
  }
}

/** @throws TaskFailure where it is not */
async function inspectWhole(context: TaskContext): Promise<ArtefactOf<'facts'>> {
  const { report } = await inspectSource(context, 'reject')
  refuseIf((await decodePictures(context.programs, report.facts)).damage)
  return report
}

async function inspectSource(context: TaskContext, damage: Damage): Promise<Inspection> {
  const { sizeBytes, header, end: ends } = await openUpload(context, judgeContent)
  if (damage === 'reject') refuseIf(ends)
  const reading = startReading(context, 'films')
  const probe = await probeFilm(context, header).catch(async (error: unknown) => {
    await reading.stop()
    throw error
  })
  // A sound that fails is left out, since the picture is worth showing.
  const [read, tried, decoded] = await Promise.allSettled([
    reading.ended.then((meters) => measureStreams(probe, meters)),
    tryAudio(context, probe, 'films'),
    decodeFirstFrames(context, probe, 0),
  ])
  // In this order, whichever ended first: what is wrong with the whole file explains what is wrong with its head.
  const packets = outcomeOf(read)
  const audioDecodes = outcomeOf(tried)
  const end = ends ?? judgeEnd(declaredDurationMs(probe, header), packets.values())
  if (damage === 'reject') refuseIf(end)
  const beforeKey = packets.get(chooseStreams(probe).video?.index ?? -1)?.beforeKey ?? 0
  const frames = beforeKey === 0 ? outcomeOf(decoded) : await decodeFirstFrames(context, probe, beforeKey)
  refuseIf(judgeFrames(frames, probe))

  const hasFields = frames.some((frame) => frame.isInterlaced)
  const facts = describeSource({ sizeBytes, probe, packets, hasFields, audioDecodes })
  if (!facts) throw new TaskFailure('SOURCE_DAMAGED', 'the picture stream has no packets')
  refuseIf(judgeFacts(facts))
  const seeking = describeSeeking({ probe, packets }, facts)
  const report = {
    facts,
    seeking: { ...seeking, runUpMs: [...seeking.runUpMs] },
    reasonsAgainstRemux: [...reasonsAgainstRemux(facts)],
  }
  return { report, end }
}

function outcomeOf<Value>(settled: PromiseSettledResult<Value>): Value {
  if (settled.status === 'rejected') throw settled.reason
  return settled.value
}

async function probeFilm(context: TaskContext, header: MovieHeader | null): Promise<ProbeDocument> {
  const probe = await probeSource(context, 'films')
  refuseIf(judgeProbe(probe, header))
  return probe
}

async function decodeFirstFrames(
  { programs }: TaskContext,
  probe: ProbeDocument,
  beforeKey: number,
): Promise<DecodedFrame[]> {
  const { video } = chooseStreams(probe)
  if (!video) return []
  const frames: DecodedFrame[] = []
  const onLine = (line: string) => {
    const frame = parseFrameLine(line)
    if (frame) frames.push(frame)
  }
  throwUnlessExited(
    await programs.run('ffprobe', frameArguments(SOURCE_FILE, video.index, beforeKey), { onLine }),
  )
  return frames
}
