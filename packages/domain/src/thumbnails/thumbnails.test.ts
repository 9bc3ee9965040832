import { newPublicId } from '@marquee/schema/ids'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordFailure } from '../pipeline/record-results.ts'
import { readKnownRevisions } from '../revisions/index.ts'
import { openChannel, type TestChannel } from '../testing/open-channel.ts'
import { chooseThumbnail } from './choose-thumbnail.ts'
import { recordCandidates } from './record-candidates.ts'
import { findThumbnails } from './store.ts'
import { promiseUpload, removeUploadedThumbnail, takeUploadedThumbnail } from './uploaded-thumbnail.ts'

let channel: TestChannel
beforeAll(async () => {
  channel = await openChannel()
})
afterAll(() => channel.close())

async function createVideo() {
  const { database, ids, channelId } = channel
  const [id, publicId] = [BigInt(ids.next()), newPublicId()]
  return database.video.create({ data: { id, publicId, channelId, title: 'Clip', status: 'processing' } })
}

type Video = Awaited<ReturnType<typeof createVideo>>

const found = (revision: string, moments: readonly number[]) => ({
  revision,
  path: `${revision}/poster.jpg`,
  candidates: moments.map((atMs, place) => ({
    path: `${revision}/${place === 0 ? 'poster' : `thumbnail-${place}`}.jpg`,
    atMs,
  })),
})
const record = (video: Video, revision: string, moments: readonly number[]) =>
  channel.database.$transaction((tx) => recordCandidates(tx, channel.ids, video, found(revision, moments)))
const offered = async ({ id }: Video) => (await findThumbnails(channel.database, [id]))[0] ?? []
const posterOf = async ({ id }: Video) =>
  (await channel.database.video.findUniqueOrThrow({ where: { id } })).posterPath
const retiredOf = async ({ publicId }: Video) => {
  const rows = await channel.database.retiredRevision.findMany({ where: { videoPublicId: publicId } })
  return rows.map(({ revision }) => revision).sort()
}
async function choose(video: Video, atMs: number) {
  const { publicId } = (await offered(video)).find((one) => one.atMs === atMs) ?? expect.fail('not offered')
  return channel.database.$transaction((tx) => chooseThumbnail(tx, video.id, publicId))
}
async function uploadTo(video: Video, revision: string) {
  await promiseUpload(channel.database, video, revision)
  return channel.database.$transaction((tx) =>
    takeUploadedThumbnail(tx, channel.ids, video, `${revision}/poster.jpg`),
  )
}

describe('what stands for a video', () => {
  it('is the best of the film until its creator chooses, in the order of the film', async () => {
    const video = await createVideo()
    await record(video, 'firstRun0000', [8000, 2000, 5000])
    expect(await posterOf(video)).toBe('firstRun0000/poster.jpg')
    expect((await offered(video)).map(({ atMs }) => atMs)).toEqual([2000, 5000, 8000])
    expect(await choose(video, 2000)).toMatchObject({ publicId: video.publicId, version: 3 })
    expect(await posterOf(video)).toBe('firstRun0000/thumbnail-1.jpg')
  })

  it('keeps the chosen moment in another run, and the pictures of before for those who hold their addresses', async () => {
    const video = await createVideo()
    await record(video, 'firstRun0000', [8000, 2000])
    await choose(video, 2000)
    await record(video, 'secondRun000', [7900, 5000, 2100])
    expect(await posterOf(video)).toBe('secondRun000/thumbnail-2.jpg')
    expect(await retiredOf(video)).toEqual(['firstRun0000'])
  })

  it('is an upload, whatever a run finds, until that is removed', async () => {
    const video = await createVideo()
    await uploadTo(video, 'upload00000a')
    expect(await posterOf(video)).toBe('upload00000a/poster.jpg')
    await record(video, 'firstRun0000', [8000, 2000])
    expect(await posterOf(video)).toBe('upload00000a/poster.jpg')
    await choose(video, 2000)
    await uploadTo(video, 'upload00000b')
    expect(await posterOf(video)).toBe('upload00000b/poster.jpg')
    expect(await retiredOf(video)).toEqual(['upload00000a'])
    const remove = () => channel.database.$transaction((tx) => removeUploadedThumbnail(tx, video))
    expect(await remove()).not.toBeNull()
    expect(await posterOf(video)).toBe('firstRun0000/thumbnail-1.jpg')
    expect(await remove()).toBeNull()
  })

  it('is known, so that no sweep takes it for a stray, from before it is written', async () => {
    const video = await createVideo()
    const known = async () => (await readKnownRevisions(channel.database, video.id))?.revisions
    await promiseUpload(channel.database, video, 'upload00000c')
    expect(await known()).toContain('upload00000c')
    await uploadTo(video, 'upload00000c')
    await record(video, 'firstRun0000', [8000])
    await choose(video, 8000)
    expect(await known()).toEqual(new Set(['upload00000c', 'firstRun0000']))
  })

  it('is nothing once what was published is withdrawn', async () => {
    const video = await createVideo()
    await record(video, 'firstRun0000', [8000])
    await uploadTo(video, 'upload00000d')
    await channel.database.$transaction((tx) =>
      recordFailure(tx, video, { code: 'SOURCE_DAMAGED', withdraw: true }),
    )
    expect(await posterOf(video)).toBeNull()
    expect(await offered(video)).toEqual([])
    expect(await retiredOf(video)).toEqual(['firstRun0000', 'upload00000d'])
  })

  it('is nobody’s where the video is gone: what was written for it goes', async () => {
    const video = await createVideo()
    await channel.database.video.update({ where: { id: video.id }, data: { status: 'deleted' } })
    await record(video, 'firstRun0000', [8000])
    expect(await uploadTo(video, 'upload00000e')).toBeNull()
    expect(await retiredOf(video)).toEqual(['firstRun0000', 'upload00000e'])
    expect(await offered(video)).toEqual([])
  })
})
