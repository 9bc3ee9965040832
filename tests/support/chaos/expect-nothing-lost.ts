import { createS3Store } from '@marquee/storage'
import { expect } from '@playwright/test'
import type { Installation } from '../../stage/join-system.ts'
import type { Client } from '../api-client.ts'
import { probe } from '../probe.ts'
import { findOrphans } from './find-orphans.ts'
import { openUploads } from './open-uploads.ts'
import type { Survivor } from './run-chaos.ts'
import { runsOf } from './runs-of.ts'

type Found = {
  video: {
    status: string
    upload: { status: string }
    playback: { renditions: { name: string }[] }
    progress: { steps: { name: string; state: string }[] } | null
  }
}

const VIDEO = `query ($id: ID!) { video(id: $id) {
  status upload { status } playback { renditions { name } } progress { steps { name state } } } }`

/** Temporary objects go within 30 s of their run's end (pipeline/sweep.ts); the rest is for a machine that is busy. */
const CLEAN_WITHIN_MS = 60_000

/**
 * Every acknowledged upload ended once, in one run, and plays; nothing temporary is left, no part of what was completed,
 * and no process that nobody looks after.
 */
export async function expectNothingLost(
  installation: Installation,
  creator: Client,
  survivors: readonly Survivor[],
  seconds: number,
): Promise<void> {
  for (const { videoId, hls } of survivors) {
    const { video } = await creator.query<Found>(VIDEO, { id: videoId })
    expect(video).toMatchObject({ status: 'READY', upload: { status: 'COMPLETED' } })
    const names = video.playback.renditions.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    const ended = video.progress?.steps.map(({ state }) => state) ?? []
    expect(ended.filter((state) => !['SUCCEEDED', 'SKIPPED', 'CANCELLED'].includes(state))).toEqual([])
    expect(Number((await probe(hls)).format.duration)).toBeCloseTo(seconds, 0)
  }
  const originals = await expectOneRunEach(installation, survivors)
  await expect.poll(() => temporaryKeys(installation), { timeout: CLEAN_WITHIN_MS }).toEqual([])
  await expect.poll(() => leftOpen(installation, originals), { timeout: CLEAN_WITHIN_MS }).toEqual([])
  await expect.poll(() => findOrphans(installation.home), { timeout: 10_000 }).toEqual([])
}

/** A second run, of a message that came twice, would have ended in the same streams. Resolves with the originals’ keys. */
async function expectOneRunEach(
  installation: Installation,
  survivors: readonly Survivor[],
): Promise<string[]> {
  const ids = survivors.map(({ videoId }) => videoId)
  const found = await runsOf(installation, ids)
  expect(found.map(({ videoId, runs }) => `${videoId} ${runs}`).sort()).toEqual(
    ids.map((id) => `${id} succeeded`).sort(),
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
