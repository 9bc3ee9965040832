import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  barLevels,
  COVER_FILE,
  type CoverPlace,
  chooseCover,
  coverArguments,
  createEnergyMeter,
  drawWaveform,
  ENVELOPE_FILE,
  envelopeArguments,
  type SourceFacts,
  STILL_SIZE,
  WAVEFORM_BARS,
} from '@marquee/media'
import sharp, { type Sharp } from 'sharp'
import { z } from 'zod'
import { NICE } from '../ffmpeg/nice.ts'
import { defineTask, one } from './define-task.ts'
import { fetchSource, SOURCE_FILE } from './fetch-source.ts'
import { probeSource } from './inspection/open-upload.ts'
import { isWritten } from './is-written.ts'
import { revisionObject } from './revision-object.ts'
import type { TaskContext } from './task-context.ts'
import { throwWithBlame } from './throw-with-blame.ts'
import { type HeardSound, tryHearing } from './try-decoding.ts'

const POSTER_FILE = 'poster.jpg'

export const drawCover = defineTask({
  type: 'draw-cover',
  summary:
    'Makes the picture that a sound is shown with: its cover, a picture of its film, or what it sounds like, drawn.',
  resource: 'light',
  priority: 2,
  consumes: { facts: one(ARTEFACTS.facts) },
  produces: { poster: ARTEFACTS.poster },
  renders: 'still',
  options: z.strictObject({}),
  cost: { fixed: 0.5, perSecond: 0.002 },
  run: async (context, { facts: { facts } }) => ({ poster: await makeCover(context, facts) }),
})

async function makeCover(context: TaskContext, facts: SourceFacts): Promise<ArtefactOf<'poster'>> {
  const { audio } = facts
  if (!audio) throw new Error('A film without sound is shown with its own pictures')
  const { stores, revision, revisionPrefix, signal } = context
  await fetchSource(context)
  const picture = (await takeCover(context, facts)) ?? (await drawSound(context, { ...facts, audio }))
  const image = await picture.jpeg({ quality: 90 }).toBuffer()
  await stores.transcoded.put(`${revisionPrefix}${POSTER_FILE}`, image, {
    ...revisionObject(POSTER_FILE),
    signal,
  })
  const path = `${revision}/${POSTER_FILE}`
  return { revision, path, ...STILL_SIZE, candidates: [{ path, atMs: 0 }] }
}

/** Null where there is none, and where it cannot be decoded: the sound is worth hearing. */
async function takeCover(context: TaskContext, { durationMs }: SourceFacts): Promise<Sharp | null> {
  // It has passed its inspection, and is what it was found to be.
  const place = chooseCover(await probeSource(context, 'sounds'), durationMs)
  return place && (await grabCover(context, place)) ? layOut(join(context.folder, COVER_FILE)) : null
}

async function grabCover({ programs, folder }: TaskContext, place: CoverPlace): Promise<boolean> {
  await programs.run('ffmpeg', coverArguments(SOURCE_FILE, place), { limits: { nice: NICE.awaited } })
  return isWritten(join(folder, COVER_FILE))
}

/** All of the cover, as large as it fits, over an enlarged and blurred one. */
async function layOut(cover: string): Promise<Sharp> {
  const whole = await sharp(cover)
    .resize({ ...STILL_SIZE, fit: 'inside' })
    .toBuffer()
  // By itself: sharp darkens after it has composed.
  const ground = await sharp(cover)
    .resize({ ...STILL_SIZE, fit: 'cover' })
    .blur(28)
    .linear(0.45, 0)
    .toBuffer()
  return sharp(ground).composite([{ input: whole }])
}

/** An hour of sound takes seconds. */
const TIMEOUT_MS = 3_600_000

async function drawSound({ programs, folder }: TaskContext, sound: HeardSound): Promise<Sharp> {
  const run = await programs.run('ffmpeg', envelopeArguments(SOURCE_FILE, sound.audio), {
    timeoutMs: TIMEOUT_MS,
    limits: { nice: NICE.awaited, cpuSeconds: TIMEOUT_MS / 1000 },
  })
  await throwWithBlame(run, () => tryHearing(programs, SOURCE_FILE, sound))
  const envelope = join(folder, ENVELOPE_FILE)
  const meter = createEnergyMeter((await stat(envelope)).size, WAVEFORM_BARS)
  for await (const piece of createReadStream(envelope)) meter.push(piece as Uint8Array)
  return sharp(Buffer.from(drawWaveform(barLevels(meter.energies()))))
}
