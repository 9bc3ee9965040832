import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { changeVideo } from '../../testing/change-video.ts'
import { makeVideo } from '../../testing/make-video.ts'
import { type Person, startTestApi, type TestApi } from '../../testing/start-test-api.ts'
import { type Event, subscribe } from '../../testing/subscribe.ts'

const VIDEOS = '{ videos(first: 10) { nodes { id title } } rateLimit { limit remaining resetAt cost } }'

const PROGRESS = 'subscription ($id: ID!) { videoProgress(videoId: $id) { version } }'

let api: TestApi
let ada: Person
let cache: Redis

beforeAll(async () => {
  // A Redis database of its own, so that no other test spends of this address's budget.
  const url = new URL(process.env.CACHE_REDIS_URL ?? '')
  url.pathname = '/5'
  cache = new Redis(url.href)
  const budgets = { API_ACCOUNT_BUDGET: '500', API_ADDRESS_BUDGET: '1000' }
  api = await startTestApi({ CACHE_REDIS_URL: url.href, ...budgets }, { patienceMs: 10_000 })
  ada = await api.signUp('Ada')
  // Reading a document costs something too, once.
  await api.stranger.ask(VIDEOS)
})
beforeEach(async () => {
  const spent = await cache.keys('budget:*')
  if (spent.length > 0) await cache.del(spent)
})
afterAll(async () => {
  cache.disconnect()
  await api.stop()
})

describe('a budget', () => {
  it('is told beside every answer, and can be asked for', async () => {
    const { data, extensions } = await api.stranger.ask(VIDEOS)
    expect(data.rateLimit).toMatchObject({ limit: 1_000, cost: extensions?.cost })
    expect(data.rateLimit.remaining).toBe(1_000 - data.rateLimit.cost)
    const resetIn = Date.parse(data.rateLimit.resetAt) - Date.now()
    expect(resetIn).toBeGreaterThan(0)
    expect(resetIn).toBeLessThanOrEqual(60_000)
  })

  it('counts pages at full length, by literal and by variable', async () => {
    const cost = async (query: string, variables = {}) =>
      (await api.stranger.ask(query, variables)).extensions?.cost
    const ten = await cost('{ videos(first: 10) { nodes { id } } }')
    const twenty = await cost('{ videos(first: 20) { nodes { id } } }')
    expect(twenty).toBe((ten ?? 0) + 10 * 2)
    const variable = 'query ($first: Int!) { videos(first: $first) { nodes { id } } }'
    expect(await cost(variable, { first: 10 })).toBe(ten)
    expect(await cost(variable, { first: 20 })).toBe(twenty)
  })

  it('of a person is the account’s, and refuses once it is spent', async () => {
    const costs: number[] = []
    for (;;) {
      const answer = await ada.ask(VIDEOS)
      if (answer.status === 429) {
        expect(answer.errors?.[0]).toMatchObject({ extensions: { code: 'RATE_LIMITED' } })
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
        break
      }
      expect(answer.data.rateLimit.limit).toBe(500)
      costs.push(answer.data.rateLimit.cost)
    }
    const [cost = 0] = costs
    expect(costs).toHaveLength(Math.floor(500 / cost))
    // Others at the same address go on, until it is spent too.
    expect((await api.stranger.ask('{ __typename }')).status).toBe(200)
  })

  it('holds when many ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => ada.ask(VIDEOS)))
    const [cost = 0] = answers.flatMap(({ extensions }) => extensions?.cost ?? [])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(Math.floor(500 / cost))
  })

  it('pays for documents that cannot be run as well', async () => {
    const statuses: number[] = []
    for (let sent = 0; sent < 12; sent += 1) statuses.push((await api.stranger.ask('{')).status)
    expect(statuses).toContain(429)
  })
})

describe('over a WebSocket', () => {
  /** Asks one operation as `person`, over a socket of its own. */
  async function askOver(person: Person, query: string): Promise<Event> {
    const socket = subscribe(api, person, query, {})
    const event = await socket.next()
    await socket.close()
    return event
  }

  it('the same is paid, told and refused as over HTTP', async () => {
    const overHttp = await ada.ask(VIDEOS)
    const event = await askOver(ada, VIDEOS)
    const { rateLimit } = event.data
    expect(event.extensions).toEqual({ cost: overHttp.extensions?.cost })
    expect(rateLimit).toMatchObject({ limit: 500, cost: overHttp.extensions?.cost })
    expect(rateLimit.remaining).toBe(500 - 2 * rateLimit.cost)
    const answers: Event[] = []
    for (let spent = 2 * rateLimit.cost; spent + rateLimit.cost <= 500; spent += rateLimit.cost)
      answers.push(await askOver(ada, VIDEOS))
    expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([])
    const refused = { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) }
    expect((await askOver(ada, VIDEOS)).errors).toMatchObject([{ extensions: refused }])
    expect((await ada.ask(VIDEOS)).errors).toMatchObject([{ extensions: refused }])
  })

  it('each event of a subscription tells what was paid for it once', async () => {
    const id = await makeVideo(api.database, ada)
    const events = subscribe(api, ada, PROGRESS, { id })
    const first = await events.next()
    const ask = async () => (await ada.ask('{ rateLimit { remaining cost } }')).data.rateLimit
    const before = await ask()
    await changeVideo(api.database, id, { title: 'Another' })
    const second = await events.next()
    expect(second.extensions).toEqual(first.extensions)
    expect(first.extensions?.cost).toBeGreaterThan(0)
    expect(before.remaining - (await ask()).remaining).toBe(before.cost)
    await events.close()
  })
})

describe('with the cache down', () => {
  it('nothing is counted, and everything is answered', async () => {
    const uncounted = await startTestApi({ CACHE_REDIS_URL: 'redis://127.0.0.1:1', API_ADDRESS_BUDGET: '1' })
    const { data, extensions } = await uncounted.stranger.ask(VIDEOS)
    expect(data.videos.nodes).toEqual([])
    expect(data.rateLimit).toBeNull()
    expect(extensions?.cost).toBeGreaterThan(1)
    await uncounted.stop()
  })
})
