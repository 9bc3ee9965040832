import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  chooseStreams,
  type DecodedFrame,
  declaredDurationMs,
  describeSeeking,
  describeSource,
  frameArguments,
  judgeContent,
  judgeEnd,
  judgeFacts,
  judgeFrames,
  judgeProbe,
  type MovieHeader,
  type ProbeDocument,
  parseFrameLine,
  reasonsAgainstRemux,
} from '@marquee/media'
import { z } from 'zod'
import { defineTask } from './define-task.ts'
import { SOURCE_FILE } from './fetch-source.ts'
import { openUpload, probeSource, refuseIf } from './inspection/open-upload.ts'
import { measureStreams, startReading, throwUnlessExited, tryAudio } from './inspection/read-packets.ts'
import type { TaskContext } from './task-context.ts'
import { TaskFailure } from './task-failure.ts'

export const inspect = defineTask({
  type: 'inspect',
  summary: 'Finds out what was uploaded, by reading all of it, or refuses it.',
  resource: 'light',
  priority: 1,
  consumes: {},
  produces: { facts: ARTEFACTS.facts },
  options: z.strictObject({}),
  cost: { fixed: 0.5, perSecond: 0.01 },
  run: async (context) => ({ facts: await inspectSource(context) }),
})

async function inspectSource(context: TaskContext): Promise<ArtefactOf<'facts'>> {
  const { sizeBytes, header } = await openUpload(context, judgeContent)
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
  refuseIf(judgeEnd(declaredDurationMs(probe, header), packets.values()))
  const beforeKey = packets.get(chooseStreams(probe).video?.index ?? -1)?.beforeKey ?? 0
  const frames = beforeKey === 0 ? outcomeOf(decoded) : await decodeFirstFrames(context, probe, beforeKey)
  refuseIf(judgeFrames(frames, probe))

  const hasFields = frames.some((frame) => frame.isInterlaced)
  const facts = describeSource({ sizeBytes, probe, packets, hasFields, audioDecodes })
  if (!facts) throw new TaskFailure('SOURCE_DAMAGED', 'the picture stream has no packets')
  refuseIf(judgeFacts(facts))
  const seeking = describeSeeking({ probe, packets }, facts)
  return {
    facts,
    seeking: { ...seeking, runUpMs: [...seeking.runUpMs] },
    reasonsAgainstRemux: [...reasonsAgainstRemux(facts)],
  }
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
