import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  type AudioFacts,
  createProgressReader,
  describeInitialization,
  encodeAudioArguments,
  FIRST_SOUND_SEGMENTS,
  fractionOf,
  type GainedSound,
  planSound,
  SEGMENT_SECONDS,
  SOUND_CUT,
  type SoundTrack,
  type SourceFacts,
  soundFile,
  soundPartOf,
} from '@marquee/media'
import { z } from 'zod'
import { NICE } from '../ffmpeg/nice.ts'
import { failureOf } from '../ffmpeg/run-end-failure.ts'
import { defineTask, one, optional } from './define-task.ts'
import { fetchSource, SOURCE_FILE } from './fetch-source.ts'
import { measureLoudness, soundLimits } from './loudness.ts'
import { type GrowingTrack, growTrack } from './stream/grow-track.ts'
import type { TaskContext } from './task-context.ts'
import { TaskFailure } from './task-failure.ts'

const options = z.strictObject({
  /** Brings each whole sound to −14 LUFS by one gain, with no true peak above −2 dBTP, where no other task has measured it. */
  normalize: z.boolean().default(true),
})

export const audio = defineTask({
  type: 'audio',
  summary:
    'Writes every sound that the stream announces, brought to −14 LUFS, and lets it be heard meanwhile.',
  resource: 'light',
  priority: 1,
  consumes: {
    facts: one(ARTEFACTS.facts),
    stream: one(ARTEFACTS.stream),
    loudness: optional(ARTEFACTS.loudness),
  },
  produces: { sound: ARTEFACTS.sound },
  options,
  cost: { fixed: 0.2, perSecond: 0.03 },
  run: async (context, { facts: { facts }, stream, loudness }, { normalize }) => {
    const film = heardFilm(facts)
    await fetchSource(context)
    const sounds = await gainSounds(context, film, stream.head.sounds, { loudness, normalize })
    return { sound: await writeSounds(context, stream, film, sounds) }
  },
})

export const audioFirst = defineTask({
  type: 'audio-first',
  summary: 'Writes the beginning of every sound by itself, so that something plays soon.',
  resource: 'light',
  priority: 1,
  consumes: {
    facts: one(ARTEFACTS.facts),
    stream: one(ARTEFACTS.stream),
    loudness: one(ARTEFACTS.loudness),
  },
  produces: { sound: ARTEFACTS.sound },
  options: z.strictObject({}),
  cost: { fixed: 0.3 },
  run: async (context, { facts: { facts }, stream, loudness }) => {
    await fetchSource(context)
    const sounds = applyGains(stream.head.sounds, loudness)
    return { sound: await writeSounds(context, stream, heardFilm(facts), sounds, FIRST_SOUND_SEGMENTS) }
  },
})

type Sound = GainedSound & { readonly track: SoundTrack }
type HeardFilm = SourceFacts & { readonly audio: AudioFacts }

function heardFilm(facts: SourceFacts): HeardFilm {
  const { audio: source } = facts
  if (!source) throw new Error('A film without sound has none to encode')
  return { ...facts, audio: source }
}

async function gainSounds(
  context: TaskContext,
  film: HeardFilm,
  tracks: readonly SoundTrack[],
  given: { readonly loudness: ArtefactOf<'loudness'> | undefined; readonly normalize: boolean },
): Promise<readonly Sound[]> {
  if (given.loudness) return applyGains(tracks, given.loudness)
  if (!given.normalize) return tracks.map((track) => ({ track, gainDb: 0 }))
  const layouts = [...new Set(tracks.map((track) => planSound(track).layout))]
  return applyGains(tracks, await measureLoudness(context, film, layouts))
}

function applyGains(tracks: readonly SoundTrack[], { mixes }: ArtefactOf<'loudness'>): readonly Sound[] {
  return tracks.map((track) => {
    const mix = mixes.find(({ layout }) => layout === planSound(track).layout)
    if (!mix) throw new Error(`Nobody has measured the mix of «${track.name}»`)
    return { track, gainDb: mix.gainDb }
  })
}

/** Seconds that are encoded behind what is wanted, in which its last segment ends as it does in the whole. */
const MARGIN_SECONDS = 2

/** All sounds by one ffmpeg, published as they are written; up to a segment, or whole. */
async function writeSounds(
  context: TaskContext,
  { revision }: ArtefactOf<'stream'>,
  film: HeardFilm,
  sounds: readonly Sound[],
  until?: number,
): Promise<ArtefactOf<'sound'>> {
  const growing = sounds.map((sound) => ({
    ...sound,
    file: growSound(context, revision, sound.track, until),
  }))
  const encoded =
    until === undefined
      ? { seconds: undefined, nice: NICE.awaited }
      : { seconds: until * SEGMENT_SECONDS + MARGIN_SECONDS, nice: NICE.playable }
  await encodeSounds(context, { film, sounds, ...encoded }, () =>
    Promise.all(growing.map(({ file }) => file.readOn())),
  )
  const tracks = await Promise.all(
    growing.map(async ({ track, gainDb, file }) => ({ name: track.name, part: await file.finish(), gainDb })),
  )
  return { tracks }
}

interface SoundEncode {
  readonly film: HeardFilm
  readonly sounds: readonly Sound[]
  readonly seconds: number | undefined
  readonly nice: number
}

/** @throws TaskFailure for what ffmpeg or one of its files fails at */
async function encodeSounds(
  context: TaskContext,
  { film, sounds, seconds, nice }: SoundEncode,
  publish: () => Promise<unknown>,
): Promise<void> {
  let published: Promise<unknown> = Promise.resolve()
  const stop = new AbortController()
  const publishMore = () => {
    published = published.then(publish)
    published.catch((error: unknown) => stop.abort(error))
  }
  const { timeoutMs, limits } = soundLimits(film.durationMs)
  const args = encodeAudioArguments({ source: SOURCE_FILE, facts: film, sounds, seconds })
  const running = context.programs.run('ffmpeg', args, {
    timeoutMs,
    limits: { ...limits, nice },
    signal: stop.signal,
    onLine: createProgressReader((progress) => {
      context.reportProgress(fractionOf(progress, film.durationMs))
      publishMore()
    }),
  })
  // Whatever becomes of it, nothing is published any more when this has ended.
  const run = await running.finally(() => published.catch(() => {}))
  const failure = failureOf(run, () => 'SOURCE_DAMAGED')
  if (failure) throw new TaskFailure(failure.code, failure.detail)
  await published
}

function growSound(
  context: TaskContext,
  revision: string,
  announced: SoundTrack,
  until: number | undefined,
): GrowingTrack {
  const place = { revision, name: announced.name }
  const prove = (initialization: Uint8Array) => requireAnnounced(initialization, announced)
  const growth = { cut: SOUND_CUT, partOf: soundPartOf, ...(until !== undefined && { until }), prove }
  return growTrack(context, place, soundFile(announced), growth)
}

/** Players choose by what was announced before anything was there. */
function requireAnnounced(initialization: Uint8Array, { name, codec, timescale }: SoundTrack): void {
  const made = describeInitialization(initialization)
  if (made.codec !== codec || made.timescale !== timescale)
    throw new TaskFailure('PACKAGE_FAILED', `${name} is ${made.codec} at ${made.timescale}, not as announced`)
}
