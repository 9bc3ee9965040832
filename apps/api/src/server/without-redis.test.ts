import { startTcpProxy, type TcpProxy } from '@marquee/domain/testing'
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

  it('says so at /readyz, where requests may still come, and stays alive', async () => {
    const ready = await fetch(`${api.url}/readyz`)
    expect(ready.status).toBe(200)
    const { status, checks } = (await ready.json()) as {
      status: string
      checks: Record<string, { ok: boolean }>
    }
    expect(status).toBe('degraded')
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

describe('the API, while Redis takes what it is told and answers nothing', () => {
  /** Milliseconds; several things that each wait for Redis 200 ms at most, on a machine with other work. Who waits for it waits longer. */
  const SOON = 10_000
  let proxies: TcpProxy[]
  let muted: TestApi
  let bob: Person

  beforeAll(async () => {
    proxies = await Promise.all(
      ['CACHE_REDIS_URL', 'QUEUE_REDIS_URL'].map((name) => startTcpProxy(process.env[name] ?? '')),
    )
    const [cache, queue] = proxies
    muted = await startTestApi({ CACHE_REDIS_URL: cache?.url ?? '', QUEUE_REDIS_URL: queue?.url ?? '' })
    bob = await muted.signUp('Bob')
  })
  afterAll(async () => {
    for (const proxy of proxies) proxy.mend()
    await muted.stop()
    for (const proxy of proxies) proxy.close()
  })

  it('nobody waits for it: not who signs in, changes a video, completes an upload or follows one', async () => {
    const { email } = (await bob.ask('{ viewer { email } }')).data.viewer
    const upload = await announceUpload(bob, 1_000)
    await sendParts(await presign(bob, upload.id, [1]))
    for (const proxy of proxies) proxy.mute()

    await soon(async () => {
      const answer = await fetch(`${muted.url}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password: 'correct horse' }),
      })
      expect(answer.status).toBe(200)
    })
    await soon(async () => {
      const { data } = await bob.ask(
        'mutation ($id: ID!) { updateVideo(input: { videoId: $id, title: "Told later" }) { video { title } } }',
        { id: upload.videoId },
      )
      expect(data.updateVideo.video.title).toBe('Told later')
    })
    await soon(async () => expect((await complete(bob, upload.id)).userErrors).toEqual([]))
    await soon(async () => {
      const query = 'subscription ($id: ID!) { videoProgress(videoId: $id) { status } }'
      const subscription = subscribe(muted, bob, query, { id: upload.videoId })
      expect((await subscription.next()).data.videoProgress.status).toBe('PROCESSING')
      await subscription.close()
    })
  })

  async function soon(act: () => Promise<unknown>): Promise<void> {
    const began = performance.now()
    await act()
    expect(performance.now() - began).toBeLessThan(SOON)
  }
})
