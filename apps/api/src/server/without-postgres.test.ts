import { videoChanged } from '@marquee/domain/videos'
import { applyMigrations } from '@marquee/schema/migrate'
import { openPostgres } from '@marquee/service/testing'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REFUSALS } from '../schema/index.ts'
import { changeVideo } from '../testing/change-video.ts'
import { type Person, startTestApi, type TestApi } from '../testing/start-test-api.ts'
import { subscribe } from '../testing/subscribe.ts'
import { announceUpload } from '../testing/upload-file.ts'

const PROGRESS = 'subscription ($id: ID!) { videoProgress(videoId: $id) { version status } }'
const AWAY = [
  {
    message: REFUSALS.SERVICE_UNAVAILABLE.message,
    extensions: { code: 'SERVICE_UNAVAILABLE', requestId: expect.stringMatching(/./) },
  },
]

let postgres: Awaited<ReturnType<typeof openPostgres>>
let api: TestApi
let ada: Person

beforeAll(async () => {
  postgres = await openPostgres()
  await applyMigrations(postgres.url)
  api = await startTestApi({ DATABASE_URL: postgres.url })
  ada = await api.signUp('Ada')
})
afterAll(async () => {
  await postgres.start().catch(() => undefined)
  await api.stop()
  await postgres.close()
})

describe('the API, while PostgreSQL is really stopped', () => {
  it('says so with a code and a sentence, to everybody, and answers again by itself', async () => {
    const { videoId } = await announceUpload(ada, 1_000)
    await postgres.stop()
    for (let round = 0; round < 2; round += 1) {
      const read = await api.stranger.ask('{ videos(first: 1) { nodes { id } } }')
      expect(read).toMatchObject({ status: 200, data: null, errors: AWAY })
      const asPerson = await ada.ask('{ viewer { name } }')
      expect(asPerson).toMatchObject({ status: 503, errors: AWAY })
      expect(asPerson.headers.get('retry-after')).toBe('2')
      expect(JSON.stringify([read, asPerson])).not.toMatch(/127\.0\.0\.1|postgres|ECONN|prisma/i)
    }
    const signIn = await post('/sign-in/email', { email: 'ada@test.example', password: 'correct horse' })
    expect(signIn.status).toBe(503)
    expect(await signIn.json()).toEqual({ code: 'SERVICE_UNAVAILABLE', message: AWAY[0]?.message })
    const subscription = subscribe(api, ada, PROGRESS, { id: videoId })
    expect((await subscription.next()).errors).toMatchObject(AWAY)
    await subscription.close()
    await postgres.start()
    await expect.poll(async () => (await ada.ask('{ viewer { name } }')).data?.viewer?.name).toBe('Ada')
  })

  it('refuses a mutation, of which nothing is kept', async () => {
    const rename =
      'mutation { createUpload(input: { fileName: "lost.mp4", size: 10 }) { userErrors { code } } }'
    await postgres.stop()
    expect(await ada.ask(rename)).toMatchObject({ status: 503, errors: AWAY })
    await postgres.start()
    await expect.poll(async () => (await ada.ask('{ viewer { name } }')).status).toBe(200)
    expect(await api.database.upload.count({ where: { fileName: 'lost.mp4' } })).toBe(0)
  })

  it('keeps its subscribers, who go on when it is back', async () => {
    const { videoId } = await announceUpload(ada, 1_000)
    const subscription = subscribe(api, ada, PROGRESS, { id: videoId })
    const { version } = (await subscription.next()).data.videoProgress
    await postgres.stop()
    await tellOfChange({ publicId: videoId.slice(4), version: version + 1 })
    await postgres.start()
    await changeVideo(api.database, videoId, { title: 'Back' })
    const { data, errors } = await subscription.next()
    expect(errors).toBeUndefined()
    expect(data.videoProgress.version).toBe(version + 1)
    await subscription.close()
  })
})

/** Has subscribers look at a video. */
async function tellOfChange(video: { publicId: string; version: number }): Promise<void> {
  const redis = new Redis(process.env.CACHE_REDIS_URL ?? '')
  await videoChanged(redis, video)
  redis.disconnect()
}

function post(path: string, body: object): Promise<Response> {
  return fetch(`${api.url}/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}
