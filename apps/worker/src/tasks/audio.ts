import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  type AudioFacts,
  createLoudnessReader,
  createProgressReader,
  describeInitialization,
  encodeAudioArguments,
  fractionOf,
  type GainedSound,
  gainOf,
  loudnessArguments,
  planSound,
  SOUND_CUT,
  type SoundPlan,
  type SoundTrack,
  type SourceFacts,
  soundFile,
} from '@marquee/media'
import { z } from 'zod'
import { failureOf } from '../ffmpeg/run-end-failure.ts'
import { defineTask, one } from './define-task.ts'
import { fetchSource, SOURCE_FILE } from './fetch-source.ts'
import { describePart, type WrittenTrack, writePart, writeTrack } from './stream/write-track.ts'
import type { TaskContext } from './task-context.ts'
import { TaskFailure } from './task-failure.ts'

const options = z.strictObject({
  /** Brings each whole sound to −14 LUFS by one gain, with no true peak above −2 dBTP. */
  normalize: z.boolean().default(true),
})

export const audio = defineTask({
  type: 'audio',
  summary: 'Writes every sound that the stream announces, brought to −14 LUFS.',
  resource: 'light',
  priority: 1,
  consumes: { facts: one(ARTEFACTS.facts), stream: one(ARTEFACTS.stream) },
  produces: { sound: ARTEFACTS.sound },
  options,
  cost: { fixed: 0.2, perSecond: 0.03 },
  run: async (context, { facts: { facts }, stream }, { normalize }) => {
    const { audio: source } = facts
    if (!source) throw new Error('A film without sound has none to encode')
    await fetchSource(context)
    const sounds = await gainSounds(context, source, stream.head.sounds, normalize)
    await encodeSounds(context, { ...facts, audio: source }, sounds)
    const tracks: ArtefactOf<'sound'>['tracks'][number][] = []
    for (const { track, gainDb } of sounds) {
      const part = await publishSound(context, stream.revision, track)
      tracks.push({ name: track.name, part, gainDb })
    }
    return { sound: { tracks } }
  },
})

type Sound = GainedSound & { readonly track: SoundTrack }

/** Each mix has a gain of its own: a sound of six channels is louder, and peaks higher, than the same in two. */
async function gainSounds(
  context: TaskContext,
  source: AudioFacts,
  tracks: readonly SoundTrack[],
  normalize: boolean,
): Promise<readonly Sound[]> {
  if (!normalize) return tracks.map((track) => ({ track, gainDb: 0 }))
  const layoutOf = (track: SoundTrack) => planSound(track).layout
  const gain = await measureGains(context, source, [...new Set(tracks.map(layoutOf))])
  return tracks.map((track) => ({ track, gainDb: gain(layoutOf(track)) }))
}

async function measureGains(
  { programs }: TaskContext,
  source: AudioFacts,
  layouts: readonly SoundPlan['layout'][],
): Promise<(layout: SoundPlan['layout']) => number> {
  const reader = createLoudnessReader()
  const run = await programs.run('ffmpeg', loudnessArguments(SOURCE_FILE, source, layouts), {
    onLine: reader.read,
  })
  const failure = failureOf(run, () => 'SOURCE_DAMAGED')
  if (failure) throw new TaskFailure(failure.code, failure.detail)
  return (layout) => gainOf(reader.measure(layout))
}

/** An hour of sound takes a minute. */
const TIMEOUT_MS = 3_600_000

async function encodeSounds(
  context: TaskContext,
  facts: SourceFacts & { readonly audio: AudioFacts },
  sounds: readonly Sound[],
): Promise<void> {
  const { durationMs } = facts
  const run = await context.programs.run(
    'ffmpeg',
    encodeAudioArguments({ source: SOURCE_FILE, facts, sounds }),
    {
      timeoutMs: TIMEOUT_MS,
      onLine: createProgressReader((progress) => context.reportProgress(fractionOf(progress, durationMs))),
    },
  )
  const failure = failureOf(run, () => 'SOURCE_DAMAGED')
  if (failure) throw new TaskFailure(failure.code, failure.detail)
}

async function publishSound(
  context: TaskContext,
  revision: string,
  announced: SoundTrack,
): Promise<ArtefactOf<'sound'>['tracks'][number]['part']> {
  const place = { revision, name: announced.name }
  const track = await writeTrack(context, place, soundFile(announced), SOUND_CUT)
  requireAnnounced(track, announced)
  const part = describePart(track, { index: 0, last: true })
  await writePart(context, place, part)
  return part
}

/** Players choose by what was announced before anything was there. */
function requireAnnounced({ initialization }: WrittenTrack, { name, codec, timescale }: SoundTrack): void {
  const made = describeInitialization(initialization)
  if (made.codec !== codec || made.timescale !== timescale)
    throw new TaskFailure('PACKAGE_FAILED', `${name} is ${made.codec} at ${made.timescale}, not as announced`)
}
