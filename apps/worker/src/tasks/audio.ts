import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  AUDIO_FILE,
  type AudioFacts,
  createLoudnessReader,
  createProgressReader,
  encodeAudioArguments,
  fractionOf,
  gainOf,
  loudnessArguments,
  SOUND_CUT,
  type SourceFacts,
} from '@marquee/media'
import { z } from 'zod'
import { failureOf } from '../ffmpeg/run-end-failure.ts'
import { defineTask, one } from './define-task.ts'
import { fetchSource, SOURCE_FILE } from './fetch-source.ts'
import { SOUND_TRACK } from './stream/announce-stream.ts'
import { describePart, writePart, writeTrack } from './stream/write-track.ts'
import type { TaskContext } from './task-context.ts'
import { TaskFailure } from './task-failure.ts'

const options = z.strictObject({
  /** Brings the whole sound to −14 LUFS by one gain, with no true peak above −2 dBTP. */
  normalize: z.boolean().default(true),
})

export const audio = defineTask({
  type: 'audio',
  summary: 'Writes the whole sound as AAC, brought to −14 LUFS.',
  resource: 'light',
  priority: 1,
  consumes: { facts: one(ARTEFACTS.facts), stream: one(ARTEFACTS.stream) },
  produces: { sound: ARTEFACTS.sound },
  options,
  cost: { fixed: 0.2, perSecond: 0.03 },
  run: async (context, { facts: { facts }, stream }, { normalize }) => {
    const { audio: track } = facts
    if (!track) throw new Error('A film without sound has none to encode')
    await fetchSource(context)
    const gainDb = normalize ? await measureGain(context, track) : 0
    return { sound: await encodeSound(context, { ...facts, audio: track }, gainDb, stream.revision) }
  },
})

async function measureGain({ programs }: TaskContext, track: AudioFacts): Promise<number> {
  const reader = createLoudnessReader()
  const run = await programs.run('ffmpeg', loudnessArguments(SOURCE_FILE, track), { onLine: reader.read })
  const failure = failureOf(run, () => 'SOURCE_DAMAGED')
  if (failure) throw new TaskFailure(failure.code, failure.detail)
  return gainOf(reader.measure())
}

/** An hour of sound takes a minute. */
const TIMEOUT_MS = 3_600_000

async function encodeSound(
  context: TaskContext,
  facts: SourceFacts & { readonly audio: AudioFacts },
  gainDb: number,
  revision: string,
): Promise<ArtefactOf<'sound'>> {
  const { durationMs } = facts
  const run = await context.programs.run(
    'ffmpeg',
    encodeAudioArguments({ source: SOURCE_FILE, facts, gainDb }),
    {
      timeoutMs: TIMEOUT_MS,
      onLine: createProgressReader((progress) => context.reportProgress(fractionOf(progress, durationMs))),
    },
  )
  const failure = failureOf(run, () => 'SOURCE_DAMAGED')
  if (failure) throw new TaskFailure(failure.code, failure.detail)
  const place = { revision, name: SOUND_TRACK }
  const track = await writeTrack(context, place, AUDIO_FILE, SOUND_CUT)
  const part = describePart(track, { index: 0, last: true })
  await writePart(context, place, part)
  return { part, gainDb }
}
