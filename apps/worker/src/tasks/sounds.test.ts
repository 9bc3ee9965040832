import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  describeInitialization,
  encodeAudioArguments,
  SOUND_CUT,
  type SoundTrack,
  selectSounds,
  soundFile,
} from '@marquee/media'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cutFile, ffmpeg } from './testing/chunk-trial.ts'
import { makeClip } from './testing/footage.ts'
import { keepTaskBench } from './testing/keep-task-bench.ts'
import { artefactOf, copyRevision, runAll, upload } from './testing/run-tasks.ts'
import { surveySource } from './testing/survey-source.ts'

const bench = keepTaskBench()
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-sounds-'))
})
afterAll(() => rm(folder, { recursive: true }))

const RATE = 48_000
const HERTZ = 440
const SECONDS = 5

/** The same tone in every channel, beside a small picture. */
async function drawTone(layout: string, channels: number): Promise<string> {
  const file = `sounds-${SECONDS}s-${layout.replaceAll(/\W/g, '-')}.mov`
  const tone = Array.from({ length: channels }, () => `0.2*sin(2*PI*${HERTZ}*t)`).join('|')
  const path = join(folder, file)
  await writeFile(
    path,
    await makeClip(file, [
      ...['-f', 'lavfi', '-i', `color=s=64x64:r=25:d=${SECONDS}`],
      ...['-f', 'lavfi', '-i', `aevalsrc=exprs=${tone}:s=${RATE}:d=${SECONDS}:c=${layout}`],
      ...['-c:v', 'libx264', '-c:a', 'pcm_s16le'],
    ]),
  )
  return path
}

interface Heard {
  readonly track: SoundTrack
  readonly codec: string
  /** As ffprobe counts them. */
  readonly channels: number
  /** One channel, decoded from its segments as a player joins them, and from the encoder's own file. */
  readonly joined: Float32Array
  readonly whole: Float32Array
}

/** Encodes every sound of a source, and listens to each. */
async function hear(source: string): Promise<readonly Heard[]> {
  const { facts } = await surveySource(source)
  const { audio } = facts
  if (!audio) throw new Error(`${source} has no sound`)
  const sounds = selectSounds(audio, ['aac', 'opus']).map((track) => ({ track, gainDb: 0 }))
  await ffmpeg(encodeAudioArguments({ source, facts: { ...facts, audio }, sounds }), folder)
  const heard: Heard[] = []
  for (const { track } of sounds) {
    const encoded = join(folder, soundFile(track))
    const { initialization, segments } = await cutFile(encoded, SOUND_CUT)
    const path = join(folder, `joined-${track.name}.mp4`)
    await writeFile(path, Buffer.concat([initialization, ...segments.map(({ bytes }) => bytes)]))
    heard.push({
      track,
      codec: describeInitialization(initialization).codec,
      channels: await channelsOf(path),
      joined: await firstChannel(path),
      whole: await firstChannel(encoded),
    })
  }
  return heard
}

async function channelsOf(path: string): Promise<number> {
  const { stdout } = await execa('ffprobe', [
    ...['-v', 'error', '-show_entries', 'stream=channels', '-of', 'csv=p=0', path],
  ])
  return Number(stdout)
}

async function firstChannel(path: string): Promise<Float32Array> {
  const { stdout } = await execa(
    'ffmpeg',
    ['-v', 'error', '-i', path, '-af', 'pan=mono|c0=c0', '-f', 'f32le', '-'],
    { encoding: 'buffer', maxBuffer: 2 ** 28 },
  )
  const bytes = Uint8Array.from(stdout)
  return new Float32Array(bytes.buffer, 0, bytes.length / 4)
}

/** How far samples are from where the two before them lead a pure tone of this frequency, as a share of its peak. */
function worstClick(samples: Float32Array): number {
  const lead = 2 * Math.cos((2 * Math.PI * HERTZ) / RATE)
  // The encoder's own beginning and the end of the file are where a tone is none.
  const steady = samples.subarray(RATE / 4, (SECONDS - 1) * RATE)
  const peak = steady.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
  let worst = 0
  for (let at = 2; at < steady.length; at += 1) {
    const expected = lead * (steady[at - 1] ?? 0) - (steady[at - 2] ?? 0)
    worst = Math.max(worst, Math.abs((steady[at] ?? 0) - expected))
  }
  return worst / peak
}

describe('the sounds of a film', () => {
  it.each([
    ['mono', 1, { audio: 1, opus: 1 }],
    ['quad', 4, { audio: 2, opus: 2 }],
    ['5.1(side)', 6, { audio: 2, opus: 2, surround: 6 }],
    ['hexadecagonal', 16, { audio: 2, opus: 2, surround: 6 }],
  ])(
    'of %s are those announced, without a click or a gap where segments meet',
    async (layout, count, all) => {
      const heard = await hear(await drawTone(layout, count))
      expect(Object.fromEntries(heard.map(({ track, channels }) => [track.name, channels]))).toEqual(all)
      for (const { track, codec, channels, joined, whole } of heard) {
        expect([codec, channels]).toEqual([track.codec, track.channels])
        expect(Math.abs(joined.length / RATE - SECONDS)).toBeLessThan(0.1)
        expect(Buffer.from(joined.buffer).equals(Buffer.from(whole.buffer))).toBe(true)
        expect(worstClick(joined)).toBeLessThan(0.01)
      }
    },
  )
})

/** A tone in FLAC, of which nothing between two moments can be decoded, beside a small picture. */
async function drawBroken(from: number, to: number): Promise<Buffer> {
  const clip = await makeClip('sounds-flac.mp4', [
    ...['-f', 'lavfi', '-i', `color=s=64x64:r=25:d=${FILM_SECONDS}`],
    ...['-f', 'lavfi', '-i', `sine=f=${HERTZ}:r=${RATE}:d=${FILM_SECONDS}`],
    ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'flac', '-strict', '-2'],
  ])
  const whole = join(folder, 'whole.mp4')
  await writeFile(whole, clip)
  const { stdout } = await execa('ffprobe', [
    ...['-v', 'error', '-select_streams', 'a', '-show_entries', 'packet=pts_time,size,pos', '-of', 'csv=p=0'],
    whole,
  ])
  const bytes = Buffer.from(clip)
  for (const line of stdout.split('\n')) {
    const [time = 0, size = 0, at = 0] = line.split(',').map(Number)
    if (time >= from && time < to) bytes.fill(0x55, at, at + size)
  }
  return bytes
}

const FILM_SECONDS = 12

describe('a sound of which most cannot be decoded', () => {
  it.each([
    ['and that then goes on, is published with silence there', 11],
    ['to its end, is published as far as it goes', FILM_SECONDS],
  ])('%s', async (_, until) => {
    const source = await upload(bench, await drawBroken(1.5, until))
    await runAll(bench, source, ['inspect', 'loudness', 'split', 'audio', 'encode', 'package', 'publish'])
    expect(artefactOf(source, 'loudness').remark).toBe(
      'More than 10 % of its sound cannot be decoded, and is silent.',
    )
    const { revision, durationMs } = artefactOf(source, 'publication')
    expect(Math.abs(durationMs / 1000 - FILM_SECONDS)).toBeLessThan(0.1)
    const published = await copyRevision(bench, revision)
    const samples = await firstChannel(join(published, 'audio.m3u8'))
    const peak = (start: number, end: number) =>
      samples.subarray(start * RATE, end * RATE).reduce((most, one) => Math.max(most, Math.abs(one)), 0)
    expect(peak(0.2, 1.3)).toBeGreaterThan(0.05)
    if (until < FILM_SECONDS) {
      expect(peak(2, until - 0.5)).toBeLessThan(0.001)
      expect(peak(until + 0.2, FILM_SECONDS - 0.2)).toBeGreaterThan(0.05)
    } else expect(samples.length / RATE).toBeLessThan(2)
    await rm(published, { recursive: true })
  })

  it.each([
    ['the task that measures it', ['loudness'], undefined],
    ['its encode, where that measures it', [], expect.stringContaining('is silent')],
  ])('is told of by %s', async (_, before, remark) => {
    const source = await upload(bench, await drawBroken(1.5, FILM_SECONDS))
    await runAll(bench, source, ['inspect', ...before, 'split', 'audio'])
    expect(artefactOf(source, 'sound').remark).toEqual(remark)
  })
})
