import { DENIALS_CHANNEL, DENIALS_KEY, parseDenialMember } from '@marquee/media'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../database/create-database.ts'
import { openChannel, type TestChannel } from '../testing/open-channel.ts'
import { createVideo, deleteVideo, moveVideo, updateVideoDetails, type VideoRow } from '../videos/store.ts'
import { announceDenial, restoreDenials } from './announce-denials.ts'

/** Other tests of the same stage have lists of their own; only channels are shared by all databases of a Redis. */
const OWN_DATABASE = 9

let channel: TestChannel
let database: Database
let redis: Redis

beforeAll(async () => {
  channel = await openChannel()
  database = channel.database
  redis = new Redis(process.env.CACHE_REDIS_URL ?? '', { db: OWN_DATABASE })
})
beforeEach(async () => {
  await database.playbackDenial.deleteMany()
  await redis.del(DENIALS_KEY)
})
afterAll(async () => {
  redis.disconnect()
  await channel.close()
})

/** A public video that strangers have addresses of. */
async function published(): Promise<VideoRow> {
  const details = { title: 'film', description: '', visibility: 'public' } as const
  const { id } = await createVideo(database, channel.ids, { channelId: channel.channelId, ...details })
  await moveVideo(database, id, 'processing')
  const moved = await moveVideo(database, id, 'ready', { hlsPath: 'r1/master.m3u8', revision: 'r1' })
  if (!moved.moved) throw new Error('not moved')
  return moved.video
}

const told = async () =>
  (await redis.zrange(DENIALS_KEY, 0, -1)).map((member) => {
    const denial = parseDenialMember(member)
    return `${denial?.video} ${denial?.scope}`
  })

describe('a video that strangers may no longer watch', () => {
  it('has their addresses refused from its change on, and again allowed with it', async () => {
    const { id, publicId } = await published()
    const [heard, listener] = await listenFor(publicId)
    await updateVideoDetails(database, id, { visibility: 'private' })
    await announceDenial(database, redis, publicId)
    expect(await told()).toEqual([`${publicId} shared`])
    await updateVideoDetails(database, id, { visibility: 'unlisted' })
    await announceDenial(database, redis, publicId)
    expect(await told()).toEqual([`${publicId} nothing`])
    await deleteVideo(database, id)
    await announceDenial(database, redis, publicId)
    expect((await told()).at(-1)).toEqual(`${publicId} all`)
    await expect.poll(() => heard.map((member) => member.split('|')[1])).toEqual(['shared', 'nothing', 'all'])
    listener.disconnect()
  })

  it('has none, where nothing of it was ever given out', async () => {
    const details = { title: 'draft', description: '', visibility: 'public' } as const
    const { id, publicId } = await createVideo(database, channel.ids, {
      channelId: channel.channelId,
      ...details,
    })
    await updateVideoDetails(database, id, { visibility: 'private' })
    await deleteVideo(database, id)
    await announceDenial(database, redis, publicId)
    expect(await told()).toEqual([])
  })

  it('is told by the sweep where Redis did not hear of it, or has forgotten', async () => {
    const [first, second] = [await published(), await published()]
    await deleteVideo(database, first.id)
    await restoreDenials(database, redis)
    await deleteVideo(database, second.id)
    await restoreDenials(database, redis)
    // Those that end in the same millisecond come by name.
    const both = [`${first.publicId} all`, `${second.publicId} all`].sort()
    expect((await told()).sort()).toEqual(both)
    await redis.del(DENIALS_KEY)
    await restoreDenials(database, redis)
    expect((await told()).sort()).toEqual(both)
  })

  it('is forgotten when no address can be valid any more', async () => {
    const { id } = await published()
    await deleteVideo(database, id)
    await database.playbackDenial.updateMany({ data: { until: new Date(Date.now() - 1) } })
    await restoreDenials(database, redis)
    expect([await told(), await database.playbackDenial.count()]).toEqual([[], 0])
  })
})

async function listenFor(video: string): Promise<[string[], Redis]> {
  const heard: string[] = []
  const listener = redis.duplicate()
  listener.on('message', (_, member: string) => {
    if (member.startsWith(video)) heard.push(member)
  })
  await listener.subscribe(DENIALS_CHANNEL)
  return [heard, listener]
}
