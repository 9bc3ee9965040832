import { randomBytes } from 'node:crypto'
import { startTcpProxy, type TcpProxy } from '@marquee/domain/testing'
import { documentIdOf, WebHomeDocument } from '@marquee/schema/graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeVideo } from '../../testing/change-video.ts'
import { makeVideo } from '../../testing/make-video.ts'
import { type Person, startTestApi, type TestApi } from '../../testing/start-test-api.ts'

const HOME = { documentId: documentIdOf(WebHomeDocument), variables: { first: 50 } }
/** Another test's change ends what is kept here too: what an answer costs is the least of a few. */
const ROUNDS = 10

/** Of a network that no other test, nor an earlier run, spends the budget of. */
const ADDRESS = `2001:db8:${randomBytes(2).toString('hex')}:${randomBytes(2).toString('hex')}::1`

let api: TestApi
/** Another instance over the same database; its way to Redis can be cut. */
let other: TestApi
let proxy: TcpProxy
let ada: Person

beforeAll(async () => {
  api = await startTestApi({}, { patienceMs: 10_000 })
  proxy = await startTcpProxy(api.environment.CACHE_REDIS_URL)
  other = await startTestApi({ DATABASE_URL: api.databaseUrl, CACHE_REDIS_URL: proxy.url })
  ada = await api.signUp('Ada')
})
afterAll(async () => {
  await other.stop()
  await api.stop()
  proxy.close()
})

/** Asks from ADDRESS, as the web server would pass it on. */
function post({ url }: TestApi, body: object, person?: Person): Promise<Response> {
  const headers = {
    ...{ 'content-type': 'application/json', 'x-forwarded-for': ADDRESS },
    'x-marquee-proxy': process.env.PROXY_SECRET ?? '',
    ...(person ? { authorization: `Bearer ${person.token}` } : {}),
  }
  return fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) })
}

async function home(at: TestApi, person?: Person) {
  const response = await post(at, HOME, person)
  const { data, extensions } = (await response.json()) as {
    data: { videos: { nodes: { title: string; channel: { name: string } }[] } }
    extensions: { cost: number }
  }
  return { nodes: data.videos.nodes, extensions, requestId: response.headers.get('x-request-id') }
}

const titles = async (at: TestApi) => (await home(at)).nodes.map(({ title }) => title)

async function statements(): Promise<number> {
  const text = await (await fetch(`${api.url}/metrics`)).text()
  return Number(/^marquee_sql_statements_total\{.*\} (\d+)$/m.exec(text)?.[1])
}

describe('an answer to a stranger’s registered query', () => {
  it('is given again without a statement, paid for and named as before', async () => {
    const costs: number[] = []
    const ids = new Set<string | null>()
    const left = async () => {
      const { data } = (await (await post(api, { query: '{ rateLimit { remaining } }' })).json()) as {
        data: { rateLimit: { remaining: number } }
      }
      return data.rateLimit.remaining
    }
    const before = await left()
    for (let round = 0; round < ROUNDS; round += 1) {
      const sofar = await statements()
      const { requestId, extensions } = await home(api)
      costs.push((await statements()) - sofar)
      ids.add(requestId)
      expect(extensions.cost).toBeGreaterThan(0)
    }
    expect(Math.min(...costs)).toBe(0)
    expect(ids.size).toBe(ROUNDS)
    const { cost } = (await home(api)).extensions
    expect(before - (await left())).toBeGreaterThanOrEqual((ROUNDS + 1) * cost)
  })

  it('ends with every change, whoever makes it, at every instance', async () => {
    const both = async () => [await titles(api), await titles(other)]
    const id = await makeVideo(api.database, ada, { title: 'Snails', visibility: 'PUBLIC' })
    expect(await both()).toEqual([['Snails'], ['Snails']])

    const UPDATE = `mutation ($input: UpdateVideoInput!) { updateVideo(input: $input) { userErrors { code } } }`
    await ada.ask(UPDATE, { input: { videoId: id, title: 'Slugs' } })
    expect(await both()).toEqual([['Slugs'], ['Slugs']])

    await ada.ask(UPDATE, { input: { videoId: id, visibility: 'PRIVATE' } })
    expect(await both()).toEqual([[], []])

    await changeVideo(api.database, id, { visibility: 'public' })
    expect(await both()).toEqual([['Slugs'], ['Slugs']])

    const RENAME = `mutation ($input: UpdateChannelInput!) { updateChannel(input: $input) { userErrors { code } } }`
    const { channel } = (await ada.ask('{ viewer { channel { id } } }')).data.viewer
    const renamed = await ada.ask(RENAME, { input: { channelId: channel.id, name: 'Garden' } })
    expect(renamed.errors).toBeUndefined()
    for (const at of [api, other])
      expect((await home(at)).nodes.map(({ channel: { name } }) => name)).toEqual(['Garden'])

    await ada.ask(`mutation ($input: DeleteVideoInput!) { deleteVideo(input: $input) { deletedVideoId } }`, {
      input: { videoId: id },
    })
    expect(await both()).toEqual([[], []])
  })

  it('is not kept where nobody says what has changed', async () => {
    proxy.cut()
    const id = await makeVideo(api.database, ada, { title: 'Worms', visibility: 'PUBLIC' })
    expect(await titles(other)).toEqual(['Worms'])
    await changeVideo(api.database, id, { visibility: 'private' })
    expect(await titles(other)).toEqual([])
    proxy.mend()
  })

  it('is for strangers alone', async () => {
    const sofar = await statements()
    for (let round = 0; round < ROUNDS; round += 1) await home(api, ada)
    expect((await statements()) - sofar).toBeGreaterThanOrEqual(ROUNDS)
  })
})
