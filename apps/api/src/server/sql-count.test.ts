import { createSnowflakes, newPublicId } from '@marquee/schema/ids'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, startTestApi, type TestApi } from '../testing/start-test-api.ts'

const CHANNELS = 100
const START = Date.parse('2026-11-01T00:00:00Z')

let api: TestApi
let ada: Person
let redis: Redis
let nodeIds: string[]

beforeAll(async () => {
  api = await startTestApi({}, { patienceMs: 10_000 })
  redis = new Redis(process.env.CACHE_REDIS_URL ?? '')
  ada = await api.signUp('Ada')
  const { data } = await ada.ask('{ viewer { channel { id } } }')
  nodeIds = await publish(data.viewer.channel.id.slice(4))
})
afterAll(async () => {
  redis.disconnect()
  await api.stop()
})

/** A hundred channels with a public video each, and a hundred videos of Ada's own; answers the ids of the former. */
async function publish(channelOfAda: string): Promise<string[]> {
  const { database } = api
  const ids = createSnowflakes({ region: 31, worker: 31 })
  const own = await database.channel.findUniqueOrThrow({ where: { publicId: channelOfAda } })
  const { ownerId } = own
  const channels = Array.from({ length: CHANNELS }, (_, index) => ({
    id: BigInt(ids.next()),
    publicId: newPublicId(),
    ownerId,
    handle: `channel_${index}`,
    name: `Channel ${index}`,
  }))
  await database.channel.createMany({ data: channels })
  const published = (channelId: bigint, at: number) => ({
    id: BigInt(ids.next()),
    publicId: newPublicId(),
    channelId,
    title: 'Snails',
    visibility: 'public' as const,
    status: 'ready' as const,
    revision: 'rev00000000',
    hlsPath: 'rev00000000/master.m3u8',
    posterPath: 'img00000000/poster.jpg',
    publishedAt: new Date(START + at),
  })
  const videos = channels.map(({ id }, index) => published(id, CHANNELS + index))
  const ofAda = channels.map((_, index) => ({ ...published(own.id, index), originalKey: 'uploads/x/source' }))
  await database.video.createMany({ data: [...videos, ...ofAda] })
  await belong(
    ofAda.map(({ id }) => id),
    ownerId,
    () => BigInt(ids.next()),
  )
  return videos.map(({ publicId }) => `vid_${publicId}`)
}

/** A row of every kind that a video may have, for each: what is not there is not read. */
async function belong(videoIds: readonly bigint[], accountId: bigint, next: () => bigint): Promise<void> {
  const { database } = api
  const each = <Row>(make: (videoId: bigint) => Row) => ({ data: videoIds.map(make) })
  const parts = { sizeBytes: 9n, partSize: 9, partCount: 1, storeId: 'x', expiresAt: new Date() }
  const file = { accountId, fileName: 'clip.mp4', contentType: 'video/mp4', ...parts }
  await database.upload.createMany(
    each((videoId) => ({ id: next(), publicId: newPublicId(), videoId, key: `uploads/${videoId}`, ...file })),
  )
  const size = { width: 426, height: 240 }
  const rung = { revision: 'rev00000000', name: '240p', frameRate: 25, codec: 'avc1', bitrate: 1, bytes: 9n }
  await database.rendition.createMany(each((videoId) => ({ id: next(), videoId, ...size, ...rung })))
  await database.caption.createMany(
    each((videoId) => ({ videoId, language: 'en', origin: 'uploaded' as const, path: 'cap/en.vtt' })),
  )
  await database.download.createMany(
    each((videoId) => ({ videoId, name: '240p', path: 'dow/downloads/240p.mp4', ...size, bytes: 9n })),
  )
  await database.thumbnail.createMany(
    each((videoId) => ({
      id: next(),
      publicId: newPublicId(),
      videoId,
      origin: 'film' as const,
      path: 'a.jpg',
    })),
  )
  const runs = videoIds.map((videoId) => ({ id: next(), videoId, definition: 'standard' }))
  await database.pipelineRun.createMany({ data: runs })
  const task = {
    name: 'inspect',
    node: 'inspect',
    position: 0,
    type: 'inspect',
    resource: 'light',
    priority: 1,
    cost: 1,
  }
  const lists = { inputs: [], outputs: [], kinds: [], needs: [] }
  await database.pipelineTask.createMany({
    data: runs.map(({ id: runId }) => ({ runId, channelId: 1n, ...task, ...lists })),
  })
}

/** With a cold cache. */
const coldStatementsOf = (query: string, variables: Record<string, unknown>) =>
  leastOfThree(async () => {
    await forgetObjects()
    return statementsOf(ada, query, variables)
  })

/** What a stranger costs once it has been asked. */
async function warmStatementsOf(query: string, variables: Record<string, unknown>) {
  await statementsOf(api.stranger, query, variables)
  return leastOfThree(() => statementsOf(api.stranger, query, variables))
}

/** The program's own statements, such as a lease renewed, only ever add. */
async function leastOfThree(measure: () => Promise<{ statements: number }>): Promise<number> {
  const costs: number[] = []
  for (let round = 0; round < 3; round += 1) costs.push((await measure()).statements)
  return Math.min(...costs)
}

async function statementsOf(person: Person, query: string, variables: Record<string, unknown>) {
  const before = await counted()
  const { data, errors } = await person.ask(query, variables)
  expect(errors).toBeUndefined()
  return { statements: (await counted()) - before, data }
}

async function counted(): Promise<number> {
  const text = await (await fetch(`${api.url}/metrics`)).text()
  return Number(/^marquee_sql_statements_total\{.*\} (\d+)$/m.exec(text)?.[1])
}

/** As after a restart of Redis, for what is in this database. */
async function forgetObjects(): Promise<void> {
  const select = { publicId: true }
  const videos = await api.database.video.findMany({ select })
  const channels = await api.database.channel.findMany({ select })
  await redis.del([
    ...videos.map(({ publicId }) => `meta:video:${publicId}`),
    ...channels.map(({ publicId }) => `meta:channel:${publicId}`),
  ])
}

const CARD = 'id title thumbnail durationMs publishedAt channel { id handle name }'
const HOME = `query ($first: Int!) { videos(first: $first) { nodes { ${CARD} } pageInfo { endCursor } } }`
const NESTED = `query ($first: Int!) {
  videos(first: $first) { nodes { ${CARD} channel { videos(first: 3) { nodes { ${CARD} } } } } }
}`
const NESTED_TWICE = `query ($first: Int!) {
  videos(first: $first) { nodes { channel { videos(first: 1) { nodes { channel { videos(first: 2) { nodes { ${CARD} } } } } } } } }
}`
const BELONGINGS = `upload { size } playback { renditions { name } } captions { language } downloads { quality }
  thumbnailCandidates { id } cut { code } progress { fraction renditions { name } steps { name } }`
const OWN = `query ($first: Int!) {
  viewer { channel { videos(first: $first) { nodes { ${CARD} ${BELONGINGS} } } } }
}`
const NODES = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Video { ${CARD} playback { hls } } } }`

describe('the number of statements', () => {
  it.each([
    ['the home page', HOME],
    ['the videos of its channels', NESTED],
    ['the videos of the channels of those', NESTED_TWICE],
    ['a creator’s own videos', OWN],
  ])('of %s is the same for 10 and for 100', async (_, query) => {
    const forTen = await coldStatementsOf(query, { first: 10 })
    expect(forTen).toBeGreaterThan(1)
    expect(await coldStatementsOf(query, { first: 100 })).toBe(forTen)
    const { data } = await statementsOf(ada, query, { first: 100 })
    expect((data.videos ?? data.viewer.channel.videos).nodes).toHaveLength(100)
  })

  it('of a creator’s own videos is that of videos that have everything', async () => {
    const { data } = await statementsOf(ada, OWN, { first: 1 })
    expect(data.viewer.channel.videos.nodes[0]).toMatchObject({
      upload: { size: 9 },
      playback: { renditions: [{ name: '240p' }] },
      captions: [{ language: 'en' }],
      downloads: [{ quality: 'original' }, { quality: '240p' }],
      thumbnailCandidates: [{}],
      progress: { steps: [{ name: 'inspect' }] },
    })
  })

  it('of nodes is the same for 1 and for 100', async () => {
    const forOne = await coldStatementsOf(NODES, { ids: nodeIds.slice(0, 1) })
    expect(await coldStatementsOf(NODES, { ids: nodeIds })).toBe(forOne)
    const { data } = await statementsOf(ada, NODES, { ids: nodeIds })
    expect(data.nodes.filter((node: unknown) => node !== null)).toHaveLength(100)
  })

  it('grows by one a level', async () => {
    const costs: number[] = []
    for (const query of [HOME, NESTED, NESTED_TWICE]) {
      costs.push(await coldStatementsOf(query, { first: 50 }))
    }
    expect(costs[1]).toBe((costs[0] ?? 0) + 1)
    expect(costs[2]).toBe((costs[1] ?? 0) + 1)
  })

  it('is one for the home page with a warm cache, and none for nodes', async () => {
    for (const first of [10, 100]) expect(await warmStatementsOf(HOME, { first })).toBeLessThanOrEqual(1)
    expect(await warmStatementsOf(NODES, { ids: nodeIds.slice(0, 50) })).toBe(0)
  })
})
