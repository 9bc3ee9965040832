import { startTcpProxy, type TcpProxy } from '@marquee/domain/testing'
import { type Client, createClient } from 'graphql-ws'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { changeVideo } from '../testing/change-video.ts'
import { makeVideo } from '../testing/make-video.ts'
import { type Person, startTestApi, type TestApi } from '../testing/start-test-api.ts'

let proxy: TcpProxy
let near: TestApi
let far: TestApi
let ada: Person

beforeAll(async () => {
  proxy = await startTcpProxy(process.env.CACHE_REDIS_URL ?? '')
  near = await startTestApi({ CACHE_REDIS_URL: proxy.url })
  far = await startTestApi({ DATABASE_URL: near.databaseUrl })
  ada = await near.signUp('Ada')
})
afterAll(async () => {
  await far.stop()
  await near.stop()
  proxy.close()
})

const PROGRESS = `subscription ($id: ID!) { videoProgress(videoId: $id) { version status } }`

let id: string
let client: Client
let socket: WebSocket | undefined
let seen: number[]
/** Where the client connects next. */
let server: TestApi

beforeEach(async () => {
  id = await makeVideo(near.database, ada)
  seen = []
  server = near
  client = createClient({
    url: () => `${server.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${ada.token}` },
    retryAttempts: 20,
    retryWait: async () => undefined,
    shouldRetry: () => true,
    on: {
      opened: (opened) => {
        socket = opened as WebSocket
      },
    },
  })
  client.subscribe<{ videoProgress: { version: number } }>(
    { query: PROGRESS, variables: { id } },
    {
      next: ({ data }) => void seen.push(data?.videoProgress.version ?? Number.NaN),
      error: (error) => expect.fail(String(error)),
      complete: () => undefined,
    },
  )
  await expect.poll(() => seen.length).toBe(1)
})
afterEach(() => client.dispose())

/** By a person at the other instance. */
async function rename(title: string): Promise<void> {
  const mutation = `mutation ($input: UpdateVideoInput!) { updateVideo(input: $input) { userErrors { code } } }`
  const response = await fetch(`${far.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ada.token}` },
    body: JSON.stringify({ query: mutation, variables: { input: { videoId: id, title } } }),
  })
  expect(await response.json()).toMatchObject({ data: { updateVideo: { userErrors: [] } } })
}

/** As a worker does, whose connection to Redis is its own. */
const work = () => changeVideo(far.database, id, {})

/** The client ends with what PostgreSQL says, having seen no version twice and none go back. */
async function expectLatest(): Promise<void> {
  const { version } = await near.database.video.findUniqueOrThrow({ where: { publicId: id.slice(4) } })
  await expect.poll(() => seen.at(-1), { timeout: 8_000 }).toBe(version)
  expect(seen).toEqual([...seen].sort((one, other) => one - other))
}

describe('a subscriber', () => {
  it('hears of what a person and a worker do elsewhere', async () => {
    await rename('Snails at dawn')
    await expectLatest()
    await work()
    await expectLatest()
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('misses nothing while its instance has lost Redis', async () => {
    proxy.cut()
    await rename('Snails at noon')
    await work()
    proxy.mend()
    await expectLatest()
    await work()
    await expectLatest()
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('misses nothing that began while Redis was away', async () => {
    proxy.cut()
    const late: number[] = []
    client.subscribe<{ videoProgress: { version: number } }>(
      { query: PROGRESS, variables: { id } },
      {
        next: ({ data }) => void late.push(data?.videoProgress.version ?? Number.NaN),
        error: (error) => expect.fail(String(error)),
        complete: () => undefined,
      },
    )
    await expect.poll(() => late.length, { timeout: 8_000 }).toBe(1)
    proxy.mend()
    await work()
    await expectLatest()
    await expect.poll(() => late.at(-1)).toBe(seen.at(-1))
  })

  it('is given what it missed when its connection comes back, at another instance too', async () => {
    server = far
    socket?.terminate()
    await rename('Snails at dusk')
    await work()
    await expectLatest()
    server = near
    socket?.terminate()
    await work()
    await expectLatest()
    await rename('Snails at night')
    await expectLatest()
  })

  it('ends with the truth after many changes with cuts in between', async () => {
    for (let round = 0; round < 6; round += 1) {
      await Promise.all([work(), rename(`Snails ${round}`), work()])
      if (round % 3 === 0) proxy.cut()
      if (round % 3 === 1) proxy.mend()
      if (round % 2 === 1) {
        server = round % 4 === 1 ? far : near
        socket?.terminate()
      }
    }
    proxy.mend()
    await expectLatest()
  })
})
