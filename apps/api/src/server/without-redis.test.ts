import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, startTestApi, type TestApi } from '../testing/start-test-api.ts'
import { subscribe } from '../testing/subscribe.ts'
import { announceUpload, complete, presign, sendParts } from '../testing/upload-file.ts'

/** Port 1 refuses everywhere. */
const NOWHERE = 'redis://127.0.0.1:1'

let api: TestApi
let ada: Person

beforeAll(async () => {
  api = await startTestApi({ CACHE_REDIS_URL: NOWHERE, QUEUE_REDIS_URL: NOWHERE })
  ada = await api.signUp('Ada')
})
afterAll(() => api.stop())

describe('the API without Redis', () => {
  it('still signs people in and answers', async () => {
    expect((await ada.ask('{ viewer { name } videos(first: 1) { nodes { id } } }')).data.viewer.name).toBe(
      'Ada',
    )
  })

  it('says so at /readyz, and stays alive', async () => {
    const ready = await fetch(`${api.url}/readyz`)
    expect(ready.status).toBe(503)
    const { checks } = (await ready.json()) as { checks: Record<string, { ok: boolean }> }
    expect(checks).toMatchObject({ postgres: { ok: true }, cache: { ok: false }, queue: { ok: false } })
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200)
  })

  it('completes an upload: its run waits in PostgreSQL for the sweep', async () => {
    const upload = await announceUpload(ada, 1_000)
    await sendParts(await presign(ada, upload.id, [1]))
    expect(await complete(ada, upload.id)).toMatchObject({ video: { status: 'PROCESSING' }, userErrors: [] })
    expect(await api.database.pipelineRun.count({ where: { status: 'running' } })).toBe(1)
  })

  it('gives a subscriber its snapshot, and changes when it next looks', async () => {
    const { videoId } = await announceUpload(ada, 1_000)
    const query = `subscription ($id: ID!) { videoProgress(videoId: $id) { version status } }`
    const subscription = subscribe(api, ada, query, { id: videoId })
    expect((await subscription.next()).data.videoProgress.status).toBe('UPLOADING')
    await subscription.close()
  })
})
