import { createS3Store } from '@marquee/storage'
import { expect } from '@playwright/test'
import type { Installation } from '../../stage/join-system.ts'
import { probe, readThumbnails, THUMBNAIL_BYTES } from '../probe.ts'
import { findOrphans } from './find-orphans.ts'
import { openUploads } from './open-uploads.ts'
import { runsOf, unfinishedTasks } from './runs-of.ts'
import type { Film, Survivor } from './survivor.ts'
import { throughTrouble } from './through-trouble.ts'

type Found = {
  video: {
    status: string
    failure: { code: string } | null
    upload: { status: string }
    playback: { renditions: { name: string }[] } | null
    progress: { steps: { name: string; state: string }[] } | null
  }
}

const VIDEO = `query ($id: ID!) { video(id: $id) {
  status failure { code } upload { status } playback { renditions { name } } progress { steps { name state } } } }`

/** Temporary objects go within 30 s of their run's end (pipeline/sweep.ts); the rest is for a machine that is busy. */
const CLEAN_WITHIN_MS = 60_000

/**
 * Every acknowledged upload ended once, in one run, as it must: it plays, or says why not. It shows, frame for frame, what
 * every other upload of that film shows, the one before the first kill among them. Nothing temporary is left, no
 * task that somebody seems to do, no part of what was completed, and no process that nobody looks after.
 */
export async function expectNothingLost(
  installation: Installation,
  survivors: readonly Survivor[],
): Promise<void> {
  const shown = new Map<Film, Buffer>()
  for (const survivor of survivors) await expectWhole(survivor, shown)
  const originals = await expectOneRunEach(installation, survivors)
  const ids = survivors.map(({ videoId }) => videoId)
  await expect.poll(() => unfinishedTasks(installation, ids), { timeout: CLEAN_WITHIN_MS }).toEqual([])
  await expect.poll(() => temporaryKeys(installation), { timeout: CLEAN_WITHIN_MS }).toEqual([])
  await expect.poll(() => leftOpen(installation, originals), { timeout: CLEAN_WITHIN_MS }).toEqual([])
  await expect.poll(() => findOrphans(installation.home), { timeout: 10_000 }).toEqual([])
}

/**
 * What its owner is told of it, and what a player is given.
 * @param shown what the first of each film has shown: all others show the same
 */
async function expectWhole(
  { videoId, creator, film, hls }: Survivor,
  shown: Map<Film, Buffer>,
): Promise<void> {
  const { video } = await creator.query<Found>(VIDEO, { id: videoId })
  const states = video.progress?.steps.map(({ state }) => state) ?? []
  const over = ['SUCCEEDED', 'SKIPPED', 'CANCELLED']
  if ('code' in film) {
    const failure = { code: film.code }
    expect(video).toMatchObject({ status: 'FAILED', failure, playback: null })
    expect(video.upload.status).toBe('COMPLETED')
    expect(states.filter((state) => !over.includes(state))).toEqual(['FAILED'])
    return
  }
  expect(video).toMatchObject({ status: 'READY', failure: null, upload: { status: 'COMPLETED' } })
  const names = video.playback?.renditions.map(({ name }) => name) ?? []
  expect(names).not.toEqual([])
  expect(new Set(names).size).toBe(names.length)
  expect(states.filter((state) => !over.includes(state))).toEqual([])
  // What was killed last may be on its way back.
  const { format } = await throughTrouble(() => probe(hls ?? ''))
  expect(Number(format.duration)).toBeCloseTo(film.seconds, 0)
  if (film.pipeline === 'audio') return
  const pictures = await readThumbnails(hls ?? '')
  if (film.frames) expect(pictures.length / THUMBNAIL_BYTES).toBe(film.frames)
  const first = shown.get(film) ?? pictures
  expectAlike(pictures, first)
  shown.set(film, first)
}

/** Levels of grey, of 256, by which a frame may differ on average: encodes of one film by half of one, a frame from its neighbour by more than one. */
const DIFFERENCE = 1

/**
 * Not byte for byte: x264 on several threads, held below a ceiling, makes other bytes of the same film each time, whoever is
 * killed, and so does SVT-AV1.
 */
function expectAlike(pictures: Buffer, others: Buffer): void {
  expect(pictures.length).toBe(others.length)
  const differences = Array.from({ length: pictures.length / THUMBNAIL_BYTES }, (_, frame) => {
    const from = frame * THUMBNAIL_BYTES
    const levels = pictures.subarray(from, from + THUMBNAIL_BYTES)
    const sum = levels.reduce((all, level, at) => all + Math.abs(level - (others[from + at] ?? 0)), 0)
    return sum / THUMBNAIL_BYTES
  })
  expect(Math.max(...differences)).toBeLessThan(DIFFERENCE)
}

/** A second run, of a message that came twice, would have ended in the same streams. Resolves with the originals’ keys. */
async function expectOneRunEach(
  installation: Installation,
  survivors: readonly Survivor[],
): Promise<string[]> {
  const ids = survivors.map(({ videoId }) => videoId)
  const found = await runsOf(installation, ids)
  expect(found.map(({ videoId, runs }) => `${videoId} ${runs}`).sort()).toEqual(
    survivors.map(({ videoId, film }) => `${videoId} ${'code' in film ? 'failed' : 'succeeded'}`).sort(),
  )
  return found.map(({ originalKey }) => originalKey)
}

/**
 * Multipart uploads that should be over: of the acknowledged originals, and of whatever workers write. One that was
 * begun for an upload that nobody was told of ends by its bucket's lifecycle.
 */
async function leftOpen(installation: Installation, originals: readonly string[]): Promise<string[]> {
  const { S3_BUCKET_ORIGINALS, S3_BUCKET_TEMPORARY, S3_BUCKET_TRANSCODED } = installation.env
  const looks = [
    ...originals.map((key) => openUploads(installation, S3_BUCKET_ORIGINALS ?? '', key)),
    ...[S3_BUCKET_TEMPORARY, S3_BUCKET_TRANSCODED].map((name) => openUploads(installation, name ?? '')),
  ]
  return (await Promise.all(looks)).flat()
}

async function temporaryKeys({ env }: Installation): Promise<string[]> {
  const store = createS3Store({
    endpoint: env.S3_ENDPOINT ?? '',
    region: env.S3_REGION ?? '',
    bucket: env.S3_BUCKET_TEMPORARY ?? '',
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
    },
  })
  const keys: string[] = []
  for await (const { key } of store.list('runs/')) keys.push(key)
  store.close()
  return keys
}
