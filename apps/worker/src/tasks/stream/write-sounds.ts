import type { ArtefactOf } from '@marquee/jobs'
import {
  type AudioFacts,
  createLoudnessReader,
  createProgressReader,
  describeInitialization,
  encodeAudioArguments,
  fractionOf,
  type GainedSound,
  SEGMENT_SECONDS,
  SOUND_CUT,
  type SoundPlan,
  type SoundTrack,
  type SourceFacts,
  soundFile,
  soundPartOf,
} from '@marquee/media'
import { NICE } from '../../ffmpeg/nice.ts'
import { patienceFor } from '../../ffmpeg/watch-standstill.ts'
import { SOURCE_FILE } from '../fetch-source.ts'
import { gainsOf, soundLimits } from '../loudness.ts'
import type { TaskContext } from '../task-context.ts'
import { TaskFailure } from '../task-failure.ts'
import { throwWithBlame } from '../throw-with-blame.ts'
import { tryHearing } from '../try-decoding.ts'
import { type GrowingTrack, growTrack } from './grow-track.ts'

/** Seconds that are encoded behind what is wanted, in which its last segment ends as it does in the whole. */
const MARGIN_SECONDS = 2

export type GainedTrack = GainedSound & { readonly track: SoundTrack }
export type HeardFilm = SourceFacts & { readonly audio: AudioFacts }

/** What one ffmpeg makes of a film's sound. */
export interface SoundPass {
  readonly sounds: readonly GainedTrack[]
  /** Published up to this segment; whole where it is left out. */
  readonly until?: number
  /** Mixes that are measured besides. */
  readonly measured?: readonly SoundPlan['layout'][]
  /** How many passes of the task are done, of how many. */
  readonly progress?: { readonly done: number; readonly passes: number }
}

export interface WrittenSounds {
  readonly tracks: ArtefactOf<'sound'>['tracks']
  /** Of `measured`. */
  readonly loudness: ArtefactOf<'loudness'>
}

/** Sounds by one ffmpeg, published as they are written. The source must have been fetched. @throws TaskFailure for what ffmpeg or one of its files fails at */
export async function writeSounds(
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

/** Answers what was measured besides. */
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
    patience: patienceFor(),
    onLine(line) {
      meters.read(line)
      readProgress(line)
    },
  })
  // Whatever becomes of it, nothing is published any more when this has ended.
  const run = await running.finally(() => published.catch(() => {}))
  await throwWithBlame(run, () => tryHearing(context.programs, SOURCE_FILE, film))
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
