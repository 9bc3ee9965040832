import { openObjectStore, openRedis, openRelay, type StoppablePart } from '@marquee/service/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, startTestApi, type TestApi } from '../testing/start-test-api.ts'
import { announceUpload, complete, presign, sendParts } from '../testing/upload-file.ts'

const PATIENCE = { timeout: 20_000, interval: 250 }

let redis: StoppablePart
let store: StoppablePart
let api: TestApi
let ada: Person

beforeAll(async () => {
  redis = await openRedis()
  store = await openObjectStore()
  const storeUrl = `http://127.0.0.1:${store.port}`
  api = await startTestApi({
    CACHE_REDIS_URL: `redis://127.0.0.1:${redis.port}/1`,
    QUEUE_REDIS_URL: `redis://127.0.0.1:${redis.port}/0`,
    S3_ENDPOINT: storeUrl,
    PUBLIC_S3_URL: storeUrl,
  })
  ada = await api.signUp('Ada')
})
afterAll(async () => {
  await api.stop()
  await Promise.all([redis.close(), store.close()])
})

interface Report {
  readonly status: string
  readonly checks: Readonly<Record<string, { readonly ok: boolean }>>
}

async function readiness(url = api.url): Promise<{ http: number; status: string; away: string[] }> {
  const response = await fetch(`${url}/readyz`)
  const { status, checks } = (await response.json()) as Report
  const away = Object.keys(checks).filter((name) => !checks[name]?.ok)
  return { http: response.status, status, away: away.sort() }
}

const READY = { http: 200, status: 'ready', away: [] }
const READ = '{ viewer { name channel { videos(first: 5) { nodes { title status } } } } }'

/** What a person sees of themselves and their videos. */
async function read(): Promise<string> {
  const { data } = await ada.ask(READ)
  return data.viewer.name
}

describe('readiness of the API, while what it stands on is really stopped', () => {
  it('names Redis, goes on reading and writing, and is ready again by itself', async () => {
    await expect.poll(readiness, PATIENCE).toEqual(READY)
    const upload = await announceUpload(ada, 1_000)
    await sendParts(await presign(ada, upload.id, [1]))
    await redis.stop()
    await expect
      .poll(readiness, PATIENCE)
      .toEqual({ http: 200, status: 'degraded', away: ['cache', 'queue'] })
    expect((await fetch(`${api.url}/readyz?only=postgres,queue`)).status).toBe(503)
    expect(await read()).toBe('Ada')
    expect(await complete(ada, upload.id)).toMatchObject({ video: { status: 'PROCESSING' }, userErrors: [] })
    await redis.start()
    await expect.poll(readiness, PATIENCE).toEqual(READY)
  })

  it('names the object store, and goes on reading', async () => {
    await store.stop()
    await expect.poll(readiness, PATIENCE).toEqual({ http: 200, status: 'degraded', away: ['storage'] })
    expect(await read()).toBe('Ada')
    const { errors } = await ada.ask(
      'mutation { createUpload(input: { fileName: "a.mp4", size: 10 }) { userErrors { code } } }',
    )
    expect(errors?.[0]?.extensions.code).toBe('STORAGE_UNAVAILABLE')
    await store.start()
    await expect.poll(readiness, PATIENCE).toEqual(READY)
  })
})

describe('readiness of the API without PostgreSQL', () => {
  it('names it, stays alive, tells nothing of it, and is ready again by itself', async () => {
    let relay: StoppablePart | undefined
    const cut = await startTestApi(
      {},
      {
        async reachDatabase(url) {
          const target = new URL(url)
          relay = await openRelay(target)
          target.port = String(relay.port)
          return target.href
        },
      },
    )
    await expect.poll(() => readiness(cut.url), PATIENCE).toEqual(READY)
    await relay?.stop()
    await expect
      .poll(() => readiness(cut.url), PATIENCE)
      .toEqual({ http: 503, status: 'unready', away: ['postgres'] })
    expect((await fetch(`${cut.url}/healthz`)).status).toBe(200)
    const answer = await cut.stranger.ask('{ videos(first: 1) { nodes { id } } }')
    expect(JSON.stringify(answer)).not.toMatch(/127\.0\.0\.1|postgres/i)
    await relay?.start()
    await expect.poll(() => readiness(cut.url), PATIENCE).toEqual(READY)
    await cut.stop()
    await relay?.close()
  })
})
