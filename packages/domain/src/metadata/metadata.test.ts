import { setImmediate as nextTurn } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { channelChanged, findChannelsByPublicIds, updateChannelDetails } from '../channels/index.ts'
import { openChannel, type TestChannel } from '../testing/open-channel.ts'
import { startTcpProxy, type TcpProxy } from '../testing/tcp-proxy.ts'
import { createVideo, touchVideo, type VideoRow, videoChanged } from '../videos/index.ts'
import { createMetadata, type Metadata } from './create-metadata.ts'
import { videoKind } from './kinds.ts'
import { createObjectCache } from './object-cache.ts'
import { objectKey } from './object-key.ts'

const REDIS_URL = process.env.CACHE_REDIS_URL ?? ''

/** The stage's Redis may be slow, but it is there. */
const STRICT = { onFailure: (error: unknown) => expect.fail(String(error)), patienceMs: 10_000 }

let channel: TestChannel
let redis: Redis
let statements = 0

beforeAll(async () => {
  channel = await openChannel({ onStatement: () => statements++ })
  redis = new Redis(REDIS_URL)
  await redis.ping()
})
afterAll(async () => {
  redis.disconnect()
  await channel.close()
})

const makeVideo = () =>
  createVideo(channel.database, channel.ids, {
    channelId: channel.channelId,
    title: 'Snails',
    description: '',
    visibility: 'public',
  })

/** What every writer does: a committed change, then word of it. */
async function write(video: VideoRow, through: Redis = redis): Promise<number> {
  const touched = await touchVideo(channel.database, video.id)
  if (!touched) throw new Error('The video is gone')
  await videoChanged(through, touched)
  return touched.version
}

async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  await nextTurn()
  const before = statements
  await work()
  await nextTurn()
  return statements - before
}

describe('an object', () => {
  let metadata: Metadata
  beforeEach(() => {
    metadata = createMetadata(channel.database, redis, STRICT)
  })

  it('comes from PostgreSQL once, the same in every column', async () => {
    const video = await makeVideo()
    const [first] = await metadata.videos([{ id: video.publicId }])
    expect(first).toEqual(video)
    const elsewhere = createMetadata(channel.database, redis, STRICT)
    expect(await statementsOf(() => elsewhere.videos([{ id: video.publicId }]))).toBe(0)
    expect(await elsewhere.videos([{ id: video.publicId }])).toEqual([video])
    const [stored] = await channel.database.channel.findMany()
    const asked = [{ id: video.channel.publicId }]
    expect(await metadata.channels(asked)).toEqual([stored])
    expect(await metadata.channels(asked)).toEqual([stored])
  })

  it('is read with its page in the order asked for, missing ones being null', async () => {
    const [one, other] = [await makeVideo(), await makeVideo()]
    await metadata.videos([{ id: other.publicId }])
    const ids = [one.publicId, 'nobody00000', other.publicId, one.publicId]
    const found = await metadata.videos(ids.map((id) => ({ id })))
    expect(found.map((video) => video?.id ?? null)).toEqual([one.id, null, other.id, one.id])
  })

  it('is new after each change that was told', async () => {
    const video = await makeVideo()
    for (let round = 0; round < 3; round += 1) {
      await metadata.videos([{ id: video.publicId }])
      const version = await write(video)
      expect((await metadata.videos([{ id: video.publicId }]))[0]?.version).toBe(version)
    }
    const asked = [{ id: video.channel.publicId }]
    await metadata.channels(asked)
    const renamed = await updateChannelDetails(channel.database, channel.channelId, { name: 'Grace' })
    if (!renamed) expect.fail('no channel')
    await channelChanged(redis, renamed)
    expect((await metadata.channels(asked))[0]?.name).toBe('Grace')
    expect(await findChannelsByPublicIds(channel.database, [video.channel.publicId])).toEqual([renamed])
  })

  it('is never older than the reader knows of, also where a writer died before it could tell', async () => {
    const video = await makeVideo()
    await metadata.videos([{ id: video.publicId }])
    const touched = await touchVideo(channel.database, video.id)
    const [known] = await metadata.videos([{ id: video.publicId, atLeast: touched?.version }])
    expect(known?.version).toBe(touched?.version)
    const [later] = await metadata.videos([{ id: video.publicId }])
    expect(later?.version).toBe(touched?.version)
  })

  it('is read anew after the cache has lost it', async () => {
    const video = await makeVideo()
    await metadata.videos([{ id: video.publicId }])
    await redis.del(objectKey('video', video.publicId))
    const again = () => metadata.videos([{ id: video.publicId }])
    expect(await statementsOf(again)).toBeGreaterThan(0)
    expect(await statementsOf(again)).toBe(0)
  })

  it('of other columns is not taken for one of ours', async () => {
    const video = await makeVideo()
    await redis.set(objectKey('video', video.publicId), `${video.version}:00000000{"title":"old release"}`)
    expect(await metadata.videos([{ id: video.publicId }])).toEqual([video])
  })
})

describe('a reader that was overtaken', () => {
  /** A reader that has read PostgreSQL and puts what it found into the cache when it is let go. */
  async function heldReader(video: VideoRow) {
    const kind = videoKind(channel.database)
    let go = () => {}
    const held = new Promise<void>((resolve) => {
      go = resolve
    })
    let tellLoaded = () => {}
    const loaded = new Promise<void>((resolve) => {
      tellLoaded = resolve
    })
    const read = createObjectCache(redis, STRICT).readerOf({
      ...kind,
      async load(ids) {
        const rows = await kind.load(ids)
        tellLoaded()
        await held
        return rows
      },
    })
    const done = read([{ id: video.publicId }])
    await loaded
    return { go, done }
  }

  it.each([
    ['by a change', async (video: VideoRow) => void (await write(video))],
    [
      'by a change and an eviction',
      async (video: VideoRow) => {
        await write(video)
        await redis.del(objectKey('video', video.publicId))
      },
    ],
    [
      'by a change, an eviction and another claim',
      async (video: VideoRow) => {
        await write(video)
        await redis.del(objectKey('video', video.publicId))
        await heldReader(video)
      },
    ],
  ])('%s puts nothing old back', async (_, overtake) => {
    const video = await makeVideo()
    const reader = await heldReader(video)
    await overtake(video)
    reader.go()
    expect((await reader.done)[0]?.version).toBe(video.version)
    const metadata = createMetadata(channel.database, redis, STRICT)
    expect((await metadata.videos([{ id: video.publicId }]))[0]?.version).toBe(video.version + 1)
  })
})

describe('many writers and readers at once', () => {
  it('never show anybody a version go back, and end with the truth', async () => {
    const videos = await Promise.all([1, 2, 3].map(makeVideo))
    const connections = [1, 2].map(() => new Redis(REDIS_URL))
    await Promise.all(connections.map((connection) => connection.ping()))
    const instances = connections.map((connection) => createMetadata(channel.database, connection, STRICT))
    let writing = true
    const writers = Array.from({ length: 6 }, async (_, index) => {
      for (let round = 0; round < 40; round += 1) {
        const video = videos[(index + round) % videos.length] as VideoRow
        await write(video, connections[round % 2])
        if (round % 7 === index) await redis.del(objectKey('video', video.publicId))
      }
    })
    /** What anybody has seen before a read began must not be newer than what it shows. */
    const newest = new Map<string, number>()
    let reads = 0
    const readers = Array.from({ length: 8 }, async (_, index) => {
      while (writing) {
        const before = new Map(newest)
        const instance = instances[(index + reads) % 2] as Metadata
        for (const video of await instance.videos(videos.map(({ publicId }) => ({ id: publicId })))) {
          if (!video) expect.fail('a video is missing')
          expect(video.version).toBeGreaterThanOrEqual(before.get(video.publicId) ?? 0)
          newest.set(video.publicId, Math.max(newest.get(video.publicId) ?? 0, video.version))
        }
        reads += 1
      }
    })
    await Promise.all(writers)
    writing = false
    await Promise.all(readers)
    expect(reads).toBeGreaterThan(20)
    const ids = videos.map(({ publicId }) => ({ id: publicId }))
    const truth = await channel.database.video.findMany({ orderBy: { id: 'asc' } })
    for (const instance of instances)
      for (const video of await instance.videos(ids))
        expect(video?.version).toBe(truth.find(({ id }) => id === video?.id)?.version)
    for (const connection of connections) connection.disconnect()
  })
})

describe('a cache that goes away', () => {
  let proxy: TcpProxy
  let through: Redis
  beforeEach(async () => {
    proxy = await startTcpProxy(REDIS_URL)
    through = new Redis(proxy.url, { maxRetriesPerRequest: 1, retryStrategy: () => 50 })
    through.on('error', () => undefined)
    await through.ping()
  })
  afterEach(() => {
    through.disconnect()
    proxy.close()
  })

  it.each(['mute', 'cut'] as const)('leaves PostgreSQL to answer (%s), and is used again', async (how) => {
    const video = await makeVideo()
    const onFailure = vi.fn()
    const metadata = createMetadata(channel.database, through, { onFailure })
    const read = () => metadata.videos([{ id: video.publicId }])
    const began = performance.now()
    await read()
    proxy[how]()
    for (let round = 0; round < 20; round += 1) expect(await read()).toEqual([video])
    // Only the first of them waited; a probe fails every 650 ms at most.
    const probes = Math.floor((performance.now() - began) / 650)
    expect(onFailure.mock.calls.length).toBeLessThanOrEqual(2 + probes)
    proxy.mend()
    await expect.poll(() => statementsOf(read), { timeout: 5_000 }).toBe(0)
  })

  it('hears later of what changed meanwhile', async () => {
    const video = await makeVideo()
    const metadata = createMetadata(channel.database, redis, STRICT)
    await metadata.videos([{ id: video.publicId }])
    proxy.cut()
    await expect(write(video, through)).rejects.toThrow()
    proxy.mend()
    const versionNow = async () => (await metadata.videos([{ id: video.publicId }]))[0]?.version
    await expect.poll(versionNow, { timeout: 10_000 }).toBe(video.version + 1)
  })
})

describe('the latest change', () => {
  it('has another name after each, and none that it had before the cache was lost', async () => {
    const alone = new Redis(new URL('/10', REDIS_URL).href)
    await alone.flushdb()
    const { latestChange } = createMetadata(channel.database, alone, STRICT)
    expect(await latestChange()).toBeUndefined()
    const names = [await latestChange()]
    expect(await latestChange()).toBe(names[0])
    const video = await makeVideo()
    await write(video, alone)
    names.push(await latestChange())
    await channelChanged(alone, { ...video.channel, version: 2 })
    names.push(await latestChange())
    await alone.flushdb()
    await latestChange()
    names.push(await latestChange())
    expect(new Set(names).size).toBe(4)
    expect(names).not.toContain(undefined)
    alone.disconnect()
  })
})
