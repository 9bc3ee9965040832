import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../database/create-database.ts'
import type { IdSource } from '../ids/lease-id-source.ts'
import { openChannel, type TestChannel } from '../testing/open-channel.ts'
import { listPublicVideos } from './list-videos.ts'
import { createVideo, moveVideo, updateVideoDetails } from './store.ts'

let channel: TestChannel
let database: Database
let ids: IdSource
let channelId: bigint

beforeAll(async () => {
  channel = await openChannel()
  ;({ database, ids, channelId } = channel)
})
afterAll(() => channel.close())

const draft = (title: string) =>
  createVideo(database, ids, { channelId, title, description: '', visibility: 'public' })

describe('moveVideo', () => {
  it('lets one of two writers at once win, and tells the other where the video is', async () => {
    const video = await draft('race')
    const moves = await Promise.all([1, 2, 3].map(() => moveVideo(database, video.id, 'processing')))
    expect(moves.filter((move) => move.moved)).toHaveLength(1)
    expect(moves.find((move) => !move.moved)).toEqual({ moved: false, status: 'processing' })
  })

  it('refuses what the life cycle forbids, and changes nothing', async () => {
    const video = await draft('forbidden')
    expect(await moveVideo(database, video.id, 'ready', { title: 'changed' })).toEqual({
      moved: false,
      status: 'uploading',
    })
    expect((await database.video.findUniqueOrThrow({ where: { id: video.id } })).title).toBe('forbidden')
  })

  it('dates a public video when it becomes watchable, and keeps that date', async () => {
    const video = await draft('dated')
    await moveVideo(database, video.id, 'processing')
    const playable = await moveVideo(database, video.id, 'playable')
    if (!playable.moved) expect.fail('not moved')
    expect(playable.video.publishedAt).toBeInstanceOf(Date)
    const ready = await moveVideo(database, video.id, 'ready')
    if (!ready.moved) expect.fail('not moved')
    expect(ready.video.publishedAt).toEqual(playable.video.publishedAt)
    expect(ready.video.version).toBeGreaterThan(playable.video.version)
  })
})

describe('listPublicVideos', () => {
  it('walks every public video once, both ways, over equal dates', async () => {
    const at = new Date('2026-01-02T03:04:05.678Z')
    const made = await Promise.all(Array.from({ length: 7 }, (_, index) => draft(`same moment ${index}`)))
    await database.video.updateMany({
      where: { id: { in: made.map(({ id }) => id) } },
      data: { status: 'ready', publishedAt: at },
    })
    const seen: bigint[] = []
    let after: { at: Date; id: bigint } | undefined
    for (;;) {
      const page = await listPublicVideos(database, { limit: 3, ...(after && { after }) })
      seen.push(...page.map(({ id }) => id))
      const last = page.at(-1)
      if (!last || page.length < 3) break
      after = last
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(made.every(({ id }) => seen.includes(id))).toBe(true)
    const backward = await listPublicVideos(database, { limit: 100, backward: true })
    expect(backward.map(({ id }) => id)).toEqual([...seen].reverse())
  })

  it('hides a video at once when it becomes private', async () => {
    const video = await draft('hidden')
    await moveVideo(database, video.id, 'processing')
    await moveVideo(database, video.id, 'playable')
    await updateVideoDetails(database, video.id, { visibility: 'private' })
    const page = await listPublicVideos(database, { limit: 100 })
    expect(page.some(({ id }) => id === video.id)).toBe(false)
  })
})
