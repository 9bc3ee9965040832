import { newPublicId } from '@marquee/schema/ids'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { updateChannelDetails } from '../channels/store.ts'
import { createRun } from '../pipeline/create-run.ts'
import { recordFailure } from '../pipeline/record-results.ts'
import { readKnownRevisions } from '../revisions/index.ts'
import { openChannel, type TestChannel } from '../testing/open-channel.ts'
import { findDownloads, recordDownloads } from './store.ts'

let channel: TestChannel

beforeAll(async () => {
  channel = await openChannel()
})
afterAll(() => channel.close())

async function createVideo(status: 'processing' | 'deleted' = 'processing') {
  const { database, ids, channelId } = channel
  const id = BigInt(ids.next())
  return database.video.create({ data: { id, publicId: newPublicId(), channelId, title: 'Clip', status } })
}

type Video = Awaited<ReturnType<typeof createVideo>>

const made = (revision: string, ...heights: number[]) => ({
  revision,
  files: heights.map((height) => ({
    ...{ name: `${height}p`, path: `${revision}/downloads/${height}p.mp4` },
    ...{ width: 2 * height, height, bytes: 5_000_000_000 },
  })),
})

async function pathsOf({ id }: Video): Promise<string[]> {
  const [rows = []] = await findDownloads(channel.database, [id])
  return rows.map(({ path }) => path)
}

/** Folders, and in how many hours they go. */
async function retiredOf({ publicId: videoPublicId }: Video): Promise<string[]> {
  const rows = await channel.database.retiredRevision.findMany({ where: { videoPublicId } })
  return rows.map(
    ({ revision, removeAfter }) =>
      `${revision} ${Math.round((removeAfter.getTime() - Date.now()) / 3_600_000)}`,
  )
}

describe('files of a video', () => {
  it('take the place of those of the run before, which stay while their addresses may live', async () => {
    const { database } = channel
    const video = await createVideo()
    await recordDownloads(database, video, made('files-1', 480, 1080))
    expect(await pathsOf(video)).toEqual(['files-1/downloads/1080p.mp4', 'files-1/downloads/480p.mp4'])
    expect((await readKnownRevisions(database, video.id))?.revisions).toContain('files-1')
    await recordDownloads(database, video, made('files-2', 720))
    await recordDownloads(database, video, made('files-2', 720))
    expect(await pathsOf(video)).toEqual(['files-2/downloads/720p.mp4'])
    expect(await retiredOf(video)).toEqual(['files-1 14'])
  })

  it('go with a film that is taken back', async () => {
    const { database } = channel
    const video = await createVideo()
    await recordDownloads(database, video, made('files-3', 720))
    await recordFailure(database, video, { code: 'SOURCE_DAMAGED', withdraw: true })
    expect([await pathsOf(video), await retiredOf(video)]).toEqual([[], ['files-3 0']])
  })

  it('are not given to one that is gone', async () => {
    const video = await createVideo('deleted')
    await recordDownloads(channel.database, video, made('files-4', 720))
    expect([await pathsOf(video), await retiredOf(video)]).toEqual([[], ['files-4 0']])
  })
})

describe('a run', () => {
  it('keeps what its channel let viewers do when it was asked for', async () => {
    const { database, ids, channelId } = channel
    const runs: bigint[] = []
    for (const viewersMayDownload of [false, true]) {
      await updateChannelDetails(database, channelId, { viewersMayDownload })
      runs.push(await createRun(database, ids, { videoId: (await createVideo()).id, pipeline: 'standard' }))
    }
    const rows = await database.pipelineRun.findMany({ where: { id: { in: runs } }, orderBy: { id: 'asc' } })
    expect(rows.map(({ downloads }) => downloads)).toEqual([false, true])
  })
})
