import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Chunk,
  describeInitialization,
  encodeAudioArguments,
  SOUND_CUT,
  type SoundCodec,
  selectSounds,
  soundFile,
  type TrackDescription,
} from '@marquee/media'
import { execa } from 'execa'
import { cutFile, encodeChunk, ffmpeg, type JoinableTrack, shownTimes } from './chunk-trial.ts'
import type { SurveyedSource } from './survey-source.ts'

/** A clip that flashes and beeps for 40 ms every 5 s, from 1 s on. */
export interface FlashingClip {
  readonly seconds: number
  /** Frames a second, at least 25, so that each flash is seen: a number or a fraction. */
  readonly rate: string
  readonly codecs: string
  readonly size?: string
  /** Samples a second. */
  readonly soundRate?: number
}

/** ffmpeg's arguments that draw it. */
export function flashAndBeep(clip: FlashingClip): readonly string[] {
  const { seconds, rate, codecs, size = '64x36', soundRate = 44_100 } = clip
  const isOn = 'between(mod(t\\,5)\\,0.999\\,1.039)'
  const black = `color=black:s=${size}:r=${rate}:d=${seconds}`
  const flash = `drawbox=c=white:t=fill:enable='${isOn}'`
  const beep = `aevalsrc=${isOn}*sin(6283*t)/2:s=${soundRate}:d=${seconds}`
  return ['-f', 'lavfi', '-i', `${black},${flash}`, '-f', 'lavfi', '-i', beep, ...codecs.split(' ')]
}

/** When a film flashes and when it beeps, in seconds. */
export interface Signals {
  readonly flashes: readonly number[]
  readonly beeps: readonly number[]
}

export interface PublishedSignals extends Signals {
  /** What the sound's initialization segment says. */
  readonly sound: TrackDescription
}

/** Encodes a film in chunks and its sound whole, joins the segments as a player does, and looks and listens. */
export async function signalsOf(
  source: SurveyedSource,
  chunks: readonly Chunk[],
  codec: SoundCodec = 'aac',
): Promise<PublishedSignals> {
  const folder = await mkdtemp(join(tmpdir(), 'marquee-signals-'))
  try {
    const tracks: JoinableTrack[] = []
    for (const chunk of chunks) tracks.push(await encodeChunk(source, chunk, folder))
    const pictures = await joined(folder, 'pictures.mp4', tracks)
    const { path, facts } = source
    const [track] = selectSounds(facts.audio, [codec])
    if (!facts.audio || !track) throw new Error(`${path} has no sound`)
    await ffmpeg(
      encodeAudioArguments({
        source: path,
        facts: { ...facts, audio: facts.audio },
        sounds: [{ track, gainDb: 0 }],
      }),
      folder,
    )
    const sound = await cutFile(join(folder, soundFile(track)), SOUND_CUT)
    const heard = await joined(folder, 'sound.mp4', [sound])
    return {
      flashes: await flashesIn(pictures),
      beeps: await beepsIn(heard),
      sound: describeInitialization(sound.initialization),
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A file as it is, before anything is done to it. */
export async function signalsOfFile(path: string): Promise<Signals> {
  return { flashes: await flashesIn(path), beeps: await beepsIn(path) }
}

async function joined(folder: string, name: string, tracks: readonly JoinableTrack[]): Promise<string> {
  const path = join(folder, name)
  const segments = tracks.flatMap((track) => track.segments.map(({ bytes }) => bytes))
  await writeFile(path, Buffer.concat([tracks[0]?.initialization ?? new Uint8Array(), ...segments]))
  return path
}

async function flashesIn(path: string): Promise<readonly number[]> {
  const onePixel = ['-vf', 'scale=1:1,format=gray', '-fps_mode', 'passthrough', '-f', 'rawvideo']
  const brightness = await decoded(path, onePixel)
  const times = await shownTimes(path)
  return times.filter((_, index) => (brightness[index] ?? 0) > 128 && (brightness[index - 1] ?? 0) <= 128)
}

const RATE = 48_000

async function beepsIn(path: string): Promise<readonly number[]> {
  const bytes = await decoded(path, ['-ac', '1', '-ar', String(RATE), '-f', 'f32le'])
  const samples = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
  const beeps: number[] = []
  let lastLoud = -RATE
  for (const [index, sample] of samples.entries()) {
    if (Math.abs(sample) < 0.1) continue
    if (index - lastLoud > RATE) beeps.push(index / RATE)
    lastLoud = index
  }
  return beeps
}

async function decoded(path: string, output: readonly string[]): Promise<Uint8Array> {
  const { stdout } = await execa('ffmpeg', ['-v', 'error', '-i', path, ...output, '-'], {
    encoding: 'buffer',
    maxBuffer: 2 ** 28,
  })
  // Aligned, for views of four bytes.
  return Uint8Array.from(stdout)
}
