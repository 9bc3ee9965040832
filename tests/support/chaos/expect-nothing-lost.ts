import { createS3Store } from '@marquee/storage'
import { expect } from '@playwright/test'
import type { Installation } from '../../stage/join-system.ts'
import type { Client } from '../api-client.ts'
import { probe } from '../probe.ts'
import { findOrphans } from './find-orphans.ts'
import type { Survivor } from './run-chaos.ts'

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

/** Every acknowledged upload ended once and plays; nothing temporary is left, and no process that nobody looks after. */
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
  await expect.poll(() => temporaryKeys(installation), { timeout: CLEAN_WITHIN_MS }).toEqual([])
  await expect.poll(() => findOrphans(installation.home), { timeout: 10_000 }).toEqual([])
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
