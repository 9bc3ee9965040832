import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeVideo } from '../testing/change-video.ts'
import { makeVideo } from '../testing/make-video.ts'
import { type Person, startTestApi, type TestApi } from '../testing/start-test-api.ts'

const START = Date.parse('2026-11-01T00:00:00Z')

let api: TestApi
let ada: Person

beforeAll(async () => {
  api = await startTestApi()
  ada = await api.signUp('Ada')
  for (let index = 1; index <= 55; index += 1) await publish(index)
})
afterAll(() => api.stop())

/** Pairs share a moment, so that the order rests on ids as well. */
const publish = (index: number) =>
  makeVideo(api.database, ada, {
    title: `Video ${index}`,
    visibility: 'PUBLIC',
    publishedAt: new Date(START + Math.floor(index / 2) * 1_000),
  })

const HOME = `query ($first: Int, $after: String, $last: Int, $before: String) {
  videos(first: $first, after: $after, last: $last, before: $before) {
    nodes { title thumbnail playback { renditions { name } } channel { handle } progress { fraction } upload { size } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`

type Page = {
  titles: number[]
  hasNextPage: boolean
  hasPreviousPage: boolean
  startCursor: string
  endCursor: string
}

async function home(variables: Record<string, unknown>): Promise<Page> {
  const { data } = await api.stranger.ask(HOME, variables)
  const titles = data.videos.nodes.map((node: { title: string }) => Number(node.title.slice(6)))
  return { titles, ...data.videos.pageInfo }
}

const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, index) => from - index)

describe('paging', () => {
  it('walks forwards without a gap or a repeat, while newer ones arrive', async () => {
    const first = await home({ first: 20 })
    expect(first).toMatchObject({ titles: down(55, 36), hasNextPage: true, hasPreviousPage: false })
    const latest = await publish(100)
    const second = await home({ first: 20, after: first.endCursor })
    expect(second).toMatchObject({ titles: down(35, 16), hasNextPage: true, hasPreviousPage: true })
    const third = await home({ first: 20, after: second.endCursor })
    expect(third).toMatchObject({ titles: down(15, 1), hasNextPage: false })
    await changeVideo(api.database, latest, { status: 'taken_down' })
  })

  it('walks backwards in the same order', async () => {
    const last = await home({ last: 10 })
    expect(last).toMatchObject({ titles: down(10, 1), hasNextPage: false, hasPreviousPage: true })
    const before = await home({ last: 10, before: last.startCursor })
    expect(before).toMatchObject({ titles: down(20, 11), hasNextPage: true, hasPreviousPage: true })
  })

  it('keeps its place when the row of a cursor goes', async () => {
    const page = await home({ first: 5 })
    const where = { title: 'Video 51' }
    await api.database.video.updateMany({ where, data: { visibility: 'private' } })
    expect((await home({ first: 2, after: page.endCursor })).titles).toEqual([50, 49])
    await api.database.video.updateMany({ where, data: { visibility: 'public' } })
  })

  it('shows a channel’s owner everything and strangers what is public', async () => {
    const query = `{ viewer { channel { handle } } channel(handle: "ADA") { videos(first: 100) { nodes { title } } } }`
    const hidden = await makeVideo(api.database, ada, { title: 'Hidden' })
    const count = async (person: Person) => (await person.ask(query)).data.channel.videos.nodes.length
    expect(await count(api.stranger)).toBe(55)
    // And the one that was taken down.
    expect(await count(ada)).toBe(57)
    await changeVideo(api.database, hidden, { status: 'deleted' })
    expect(await count(ada)).toBe(56)
  })

  it.each([
    ['neither first nor last', {}, 'PAGE_SIZE_INVALID'],
    ['both', { first: 1, last: 1 }, 'PAGE_SIZE_INVALID'],
    ['nothing', { first: 0 }, 'PAGE_SIZE_INVALID'],
    ['too much', { first: 101 }, 'PAGE_SIZE_INVALID'],
    ['a cursor that is none', { first: 1, after: 'nonsense' }, 'CURSOR_INVALID'],
  ])('refuses %s', async (_, variables, code) => {
    const answer = await api.stranger.ask(HOME, variables)
    expect(answer.errors?.[0]?.extensions.code).toBe(code)
  })
})
