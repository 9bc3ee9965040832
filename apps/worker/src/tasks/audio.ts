import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  type AudioFacts,
  createLoudnessReader,
  createProgressReader,
  describeInitialization,
  encodeAudioArguments,
  FIRST_SOUND_SEGMENTS,
  fractionOf,
  type GainedSound,
  mixesOf,
  planSound,
  SEGMENT_SECONDS,
  SOUND_CUT,
  type SoundPlan,
  type SoundTrack,
  type SourceFacts,
  soundFile,
  soundPartOf,
  whileGrowing,
} from '@marquee/media'
import { z } from 'zod'
import { NICE } from '../ffmpeg/nice.ts'
import { failureOf } from '../ffmpeg/run-end-failure.ts'
import { defineTask, one, optional } from './define-task.ts'
import { fetchSource, SOURCE_FILE } from './fetch-source.ts'
import { gainsOf, measureLoudness, soundLimits } from './loudness.ts'
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
    const { sounds: tracks } = stream.head
    await fetchSource(context)
    if (!normalize && !loudness) {
      const sounds = tracks.map((track) => ({ track, gainDb: 0 }))
      return { sound: { tracks: (await writeSounds(context, stream, film, { sounds })).tracks } }
    }
    const known = loudness ?? (await measureLoudness(context, film, mixesOf(tracks)))
    const first = tracks.filter((track) => mixOf(track, known))
    const later = tracks.filter((track) => !mixOf(track, known))
    const measured = mixesOf(later)
    const passes = later.length > 0 ? 2 : 1
    const begun = await writeSounds(context, stream, film, {
      ...{ sounds: applyGains(first, known), measured, progress: { done: 0, passes } },
    })
    if (later.length === 0) return { sound: { tracks: begun.tracks } }
    const { tracks: others } = await writeSounds(context, stream, film, {
      ...{ sounds: applyGains(later, begun.loudness), progress: { done: 1, passes } },
    })
    return { sound: { tracks: [...begun.tracks, ...others] } }
  },
})

export const audioFirst = defineTask({
  type: 'audio-first',
  summary: 'Writes the beginning of the sound that is heard first by itself, so that something plays soon.',
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
    const sounds = applyGains(whileGrowing(stream.head).sounds, loudness)
    const until = FIRST_SOUND_SEGMENTS
    const { tracks } = await writeSounds(context, stream, heardFilm(facts), { sounds, until })
    return { sound: { tracks } }
  },
})

type Sound = GainedSound & { readonly track: SoundTrack }
type HeardFilm = SourceFacts & { readonly audio: AudioFacts }

function heardFilm(facts: SourceFacts): HeardFilm {
  const { audio: source } = facts
  if (!source) throw new Error('A film without sound has none to encode')
  return { ...facts, audio: source }
}

function mixOf(track: SoundTrack, { mixes }: ArtefactOf<'loudness'>) {
  return mixes.find(({ layout }) => layout === planSound(track).layout)
}

function applyGains(tracks: readonly SoundTrack[], loudness: ArtefactOf<'loudness'>): readonly Sound[] {
  return tracks.map((track) => {
    const mix = mixOf(track, loudness)
    if (!mix) throw new Error(`Nobody has measured the mix of «${track.name}»`)
    return { track, gainDb: mix.gainDb }
  })
}

/** Seconds that are encoded behind what is wanted, in which its last segment ends as it does in the whole. */
const MARGIN_SECONDS = 2

/** What one ffmpeg makes of a film's sound. */
interface SoundPass {
  readonly sounds: readonly Sound[]
  /** Published up to this segment; whole where it is left out. */
  readonly until?: number
  /** Mixes that are measured besides. */
  readonly measured?: readonly SoundPlan['layout'][]
  /** How many passes of the task are done, of how many. */
  readonly progress?: { readonly done: number; readonly passes: number }
}

interface WrittenSounds {
  readonly tracks: ArtefactOf<'sound'>['tracks']
  readonly loudness: ArtefactOf<'loudness'>
}

/** Sounds by one ffmpeg, published as they are written. */
async function writeSounds(
  context: TaskContext,
  { revision }: ArtefactOf<'stream'>,
  film: HeardFilm,
  pass: SoundPass,
): Promise<WrittenSounds> {
  const growing = pass.sounds.map((sound) => ({
    ...sound,
    file: growSound(context, revision, sound.track, pass.until),
  }))
  const loudness = await encodeSounds(context, film, pass, () =>
    Promise.all(growing.map(({ file }) => file.readOn())),
  )
  const tracks = await Promise.all(
    growing.map(async ({ track, gainDb, file }) => ({ name: track.name, part: await file.finish(), gainDb })),
  )
  return { tracks, loudness }
}

/** Answers what was measured besides. @throws TaskFailure for what ffmpeg or one of its files fails at */
async function encodeSounds(
  context: TaskContext,
  film: HeardFilm,
  { sounds, until, measured = [], progress = { done: 0, passes: 1 } }: SoundPass,
  publish: () => Promise<unknown>,
): Promise<ArtefactOf<'loudness'>> {
  let published: Promise<unknown> = Promise.resolve()
  const stop = new AbortController()
  const publishMore = () => {
    published = published.then(publish)
    published.catch((error: unknown) => stop.abort(error))
  }
  const { seconds, nice } =
    until === undefined
      ? { seconds: undefined, nice: NICE.awaited }
      : { seconds: until * SEGMENT_SECONDS + MARGIN_SECONDS, nice: NICE.playable }
  const { timeoutMs, limits } = soundLimits(film.durationMs)
  const args = encodeAudioArguments({ source: SOURCE_FILE, facts: film, sounds, seconds, measured })
  const meters = createLoudnessReader()
  const readProgress = createProgressReader((report) => {
    context.reportProgress((progress.done + fractionOf(report, film.durationMs)) / progress.passes)
    publishMore()
  })
  const running = context.programs.run('ffmpeg', args, {
    timeoutMs,
    limits: { ...limits, nice },
    signal: stop.signal,
    onLine(line) {
      meters.read(line)
      readProgress(line)
    },
  })
  // Whatever becomes of it, nothing is published any more when this has ended.
  const run = await running.finally(() => published.catch(() => {}))
  const failure = failureOf(run, () => 'SOURCE_DAMAGED')
  if (failure) throw new TaskFailure(failure.code, failure.detail)
  await published
  return gainsOf(meters, measured)
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
