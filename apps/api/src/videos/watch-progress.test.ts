import { videoChannel } from '@marquee/domain/videos'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { changeVideo } from '../testing/change-video.ts'
import { makeVideo } from '../testing/make-video.ts'
import { type Person, startTestApi, type TestApi } from '../testing/start-test-api.ts'
import { subscribe } from '../testing/subscribe.ts'

let api: TestApi
let ada: Person
let eve: Person
let redis: Redis

beforeAll(async () => {
  api = await startTestApi()
  ada = await api.signUp('Ada')
  eve = await api.signUp('Eve')
  redis = new Redis(process.env.CACHE_REDIS_URL ?? '')
})
afterAll(async () => {
  redis.disconnect()
  await api.stop()
})

const PROGRESS = `subscription ($id: ID!) {
  videoProgress(videoId: $id) { videoId version status fraction remainingMs steps { name } renditions { name } }
}`

const bump = async (id: string, data: object = {}) => (await changeVideo(api.database, id, data)).version

const watchers = async (id: string) => {
  const [, count] = (await redis.pubsub('NUMSUB', videoChannel(id.slice(4)))) as [string, number]
  return Number(count)
}

describe('videoProgress', () => {
  it.each(['bearer', 'cookie'] as const)(
    'gives a snapshot, then one on each change, signed in by %s',
    async (by) => {
      const id = await makeVideo(api.database, ada)
      const subscription = subscribe(api, ada, PROGRESS, { id }, by)
      const first = await subscription.next()
      expect(first).toMatchObject({ data: { videoProgress: { videoId: id, status: 'READY', steps: [] } } })
      const version = await bump(id, { status: 'failed', errorCode: 'INTERNAL' })
      expect((await subscription.next()).data.videoProgress).toMatchObject({ version, status: 'FAILED' })
      await subscription.close()
    },
  )

  it('makes one event of a burst, at most five a second, and never goes back', async () => {
    const id = await makeVideo(api.database, ada)
    const subscription = subscribe(api, ada, PROGRESS, { id })
    await subscription.next()
    const began = performance.now()
    let last = 0
    for (let index = 0; index < 50; index += 1) last = await bump(id)
    const versions: number[] = []
    while (versions.at(-1) !== last) versions.push((await subscription.next()).data.videoProgress.version)
    expect(versions).toEqual([...versions].sort((one, other) => one - other))
    expect(versions.length).toBeLessThanOrEqual(1 + Math.ceil((performance.now() - began) / 200))
    await redis.publish(videoChannel(id.slice(4)), JSON.stringify({ version: 1 }))
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(subscription.waiting()).toEqual([])
    await subscription.close()
  })

  it('is for the owner alone', async () => {
    const id = await makeVideo(api.database, ada, { visibility: 'PUBLIC' })
    for (const [person, code] of [
      [eve, 'VIDEO_NOT_FOUND'],
      [api.stranger, 'UNAUTHENTICATED'],
    ] as const) {
      const subscription = subscribe(api, person, PROGRESS, { id })
      expect((await subscription.next()).errors?.[0]?.extensions?.code).toBe(code)
      await subscription.close()
    }
  })

  it('lets go of Redis when the last watcher leaves', async () => {
    const id = await makeVideo(api.database, ada)
    const one = subscribe(api, ada, PROGRESS, { id })
    const other = subscribe(api, ada, PROGRESS, { id })
    await Promise.all([one.next(), other.next()])
    expect(await watchers(id)).toBe(1)
    await one.close()
    expect(await watchers(id)).toBe(1)
    await other.close()
    await expect.poll(() => watchers(id)).toBe(0)
  })

  it('ends with the video', async () => {
    const id = await makeVideo(api.database, ada)
    const subscription = subscribe(api, ada, PROGRESS, { id })
    await subscription.next()
    await ada.ask(`mutation ($input: DeleteVideoInput!) { deleteVideo(input: $input) { deletedVideoId } }`, {
      input: { videoId: id },
    })
    await expect.poll(() => watchers(id)).toBe(0)
    expect(subscription.waiting()).toEqual([])
    await subscription.close()
  })

  it('refuses pages of other origins, and other paths', async () => {
    const opened = (path: string, origin?: string) =>
      new Promise<string>((resolve) => {
        const url = `${api.url.replace('http', 'ws')}${path}`
        const socket = new WebSocket(url, 'graphql-transport-ws', origin ? { origin } : {})
        socket.on('open', () => resolve('open'))
        socket.on('error', (error) => resolve(error.message))
        socket.on('open', () => socket.close())
      })
    expect(await opened('/graphql')).toBe('open')
    expect(await opened('/graphql', process.env.PUBLIC_WEB_URL)).toBe('open')
    expect(await opened('/graphql', 'https://evil.example')).toContain('403')
    expect(await opened('/elsewhere')).toContain('404')
  })
})

describe('a shutdown', () => {
  it('closes sockets with 1001', async () => {
    const second = await startTestApi()
    const socket = new WebSocket(`${second.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    await new Promise((resolve) => socket.once('open', resolve))
    const code = new Promise((resolve) => socket.once('close', resolve))
    await second.stop()
    expect(await code).toBe(1001)
  })
})
