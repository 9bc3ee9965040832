import { createRun } from '@marquee/domain/pipeline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeVideo } from '../testing/change-video.ts'
import { makeVideo } from '../testing/make-video.ts'
import { type Person, startTestApi, type TestApi } from '../testing/start-test-api.ts'
import { announceUpload } from '../testing/upload-file.ts'

let api: TestApi
let ada: Person
let eve: Person

beforeAll(async () => {
  api = await startTestApi()
  ada = await api.signUp('Ada')
  eve = await api.signUp('Eve')
})
afterAll(() => api.stop())

const change = (videoId: string, data: object) => changeVideo(api.database, videoId, data)

const VIDEO = `query ($id: ID!) {
  node(id: $id) { id }
  video(id: $id) {
    id title status visibility viewerCanEdit thumbnail publishedAt
    failure { code retryable } cut { code message atMs } progress { fraction cut { code atMs } steps { name } } upload { fileName }
    playback { hls dash revision renditions { name } }
  }
}`

describe('a video', () => {
  it.each(['PRIVATE', 'UNLISTED', 'PUBLIC'] as const)(
    'that is %s is seen by whom it should',
    async (visibility) => {
      const id = await makeVideo(api.database, ada, { visibility })
      const hidden = { node: null, video: null }
      const seen = { node: { id }, video: { id, playback: { revision: 'rev00000000' } } }
      const forOthers = visibility === 'PRIVATE' ? hidden : seen
      expect((await ada.ask(VIDEO, { id })).data).toMatchObject(seen)
      expect((await eve.ask(VIDEO, { id })).data).toMatchObject(forOthers)
      expect((await api.stranger.ask(VIDEO, { id })).data).toMatchObject(forOthers)
    },
  )

  it('is found by the bare id of its URL', async () => {
    const id = await makeVideo(api.database, ada, { visibility: 'PUBLIC' })
    const { data } = await api.stranger.ask(VIDEO, { id: id.slice(4) })
    expect(data).toMatchObject({ node: { id }, video: { id } })
    const hidden = await makeVideo(api.database, ada, { visibility: 'PRIVATE' })
    expect((await eve.ask(VIDEO, { id: hidden.slice(4) })).data).toEqual({ node: null, video: null })
  })

  it('keeps upload, failure and progress for its owner', async () => {
    const id = await makeVideo(api.database, ada, { visibility: 'PUBLIC' })
    const { id: videoId } = await change(id, { title: 'Snails' })
    await createRun(api.database, api.running.ids, { videoId, pipeline: 'standard' })
    const owner = (await ada.ask(VIDEO, { id })).data.video
    const other = (await eve.ask(VIDEO, { id })).data.video
    const seen = { viewerCanEdit: true, upload: { fileName: 'clip.mp4' }, progress: { fraction: 0 } }
    expect(owner).toMatchObject(seen)
    expect(other).toMatchObject({ viewerCanEdit: false, upload: null, failure: null, progress: null })
  })

  it('tells its owner where it ends because its file breaks there, as long as it is shown', async () => {
    const id = await makeVideo(api.database, ada, { visibility: 'PUBLIC' })
    const cutFor = async (person: Person) => (await person.ask(VIDEO, { id })).data.video.cut
    expect(await cutFor(ada)).toBeNull()
    const { id: videoId } = await change(id, { cutCode: 'SOURCE_DAMAGED', durationMs: 12_000 })
    expect(await cutFor(ada)).toEqual({
      ...{ code: 'SOURCE_DAMAGED', message: expect.stringContaining('damaged'), atMs: 12_000 },
    })
    expect(await cutFor(eve)).toBeNull()
    await createRun(api.database, api.running.ids, { videoId, pipeline: 'standard' })
    const { progress } = (await ada.ask(VIDEO, { id })).data.video
    expect(progress.cut).toEqual({ code: 'SOURCE_DAMAGED', atMs: 12_000 })
    await change(id, { status: 'failed', errorCode: 'INTERNAL' })
    expect(await cutFor(ada)).toBeNull()
  })

  it('leaks nothing once it is taken down', async () => {
    const id = await makeVideo(api.database, ada, { visibility: 'PUBLIC' })
    await change(id, { status: 'taken_down' })
    expect((await eve.ask(VIDEO, { id })).data).toEqual({ node: null, video: null })
    const owner = (await ada.ask(VIDEO, { id })).data.video
    expect(owner).toMatchObject({
      status: 'TAKEN_DOWN',
      playback: null,
      thumbnail: null,
      viewerCanEdit: false,
    })
  })

  it('is null for ids of nobody and of other kinds', async () => {
    for (const id of ['', 'x', 'vid_', 'vid_00000000000', 'upl_00000000000', 'vid_0000000000_', '🎬'])
      expect((await ada.ask(VIDEO, { id })).data).toEqual({ node: null, video: null })
  })
})

const UPDATE = `mutation ($input: UpdateVideoInput!) {
  updateVideo(input: $input) { video { title description visibility publishedAt } userErrors { field code } }
}`

describe('updateVideo', () => {
  it('changes what is given, while it uploads too', async () => {
    const { videoId } = await announceUpload(ada, 10)
    const title = `👨‍👩‍👧‍👦${'🎬'.repeat(99)}`
    const { data } = await ada.ask(UPDATE, { input: { videoId, title, visibility: 'PUBLIC' } })
    expect(data.updateVideo).toEqual({
      video: { title, description: '', visibility: 'PUBLIC', publishedAt: null },
      userErrors: [],
    })
    const long = await ada.ask(UPDATE, { input: { videoId, title: `${title}!` } })
    expect(long.data.updateVideo.userErrors).toEqual([{ field: 'title', code: 'TITLE_TOO_LONG' }])
  })

  it('publishes once: the first moment it is public and watchable stays', async () => {
    const videoId = await makeVideo(api.database, ada, { visibility: 'PRIVATE' })
    const show = async (visibility: string) =>
      (await ada.ask(UPDATE, { input: { videoId, visibility } })).data.updateVideo.video.publishedAt
    const first = await show('PUBLIC')
    expect(Date.parse(first)).toBeGreaterThan(Date.now() - 10_000)
    await show('PRIVATE')
    expect(await show('PUBLIC')).toBe(first)
  })
})

describe('deleteVideo', () => {
  it('hides it at once, stops its run, and is told once', async () => {
    const { videoId } = await announceUpload(ada, 10)
    const row = await change(videoId, { status: 'processing', originalKey: 'uploads/x/source' })
    const runId = await createRun(api.database, api.running.ids, {
      videoId: row.id,
      pipeline: 'standard',
    })
    const mutation = `mutation ($input: DeleteVideoInput!) { deleteVideo(input: $input) { deletedVideoId userErrors { code } } }`
    const first = await ada.ask(mutation, { input: { videoId } })
    expect(first.data.deleteVideo).toEqual({ deletedVideoId: videoId, userErrors: [] })
    expect((await ada.ask(VIDEO, { id: videoId })).data).toEqual({ node: null, video: null })
    const run = await api.database.pipelineRun.findUniqueOrThrow({ where: { id: runId } })
    expect(run.status).toBe('cancelled')
    const again = await ada.ask(mutation, { input: { videoId } })
    expect(again.data.deleteVideo.userErrors).toEqual([{ code: 'VIDEO_NOT_FOUND' }])
  })
})

describe('retryVideo', () => {
  const RETRY = `mutation ($input: RetryVideoInput!) {
    retryVideo(input: $input) { video { status failure { code } progress { fraction } } userErrors { field code } }
  }`
  const refused = { video: null, userErrors: [{ field: 'videoId', code: 'NOT_RETRYABLE' }] }

  it('runs again after a fault of ours', async () => {
    const videoId = await makeVideo(api.database, ada)
    await change(videoId, { status: 'failed', errorCode: 'WORKER_LOST' })
    expect((await ada.ask(VIDEO, { id: videoId })).data.video.failure).toEqual({
      code: 'WORKER_LOST',
      retryable: true,
    })
    const answers = await Promise.all([1, 2].map(() => ada.ask(RETRY, { input: { videoId } })))
    const [won, lost] = answers
      .map(({ data }) => data.retryVideo)
      .sort((one, other) => one.userErrors.length - other.userErrors.length)
    expect(won).toMatchObject({ video: { status: 'PROCESSING', failure: null }, userErrors: [] })
    expect(won.video.progress.fraction).toBe(0)
    expect(lost).toEqual(refused)
  })

  it('does not for a fault of the file, or where nothing failed', async () => {
    const videoId = await makeVideo(api.database, ada)
    expect((await ada.ask(RETRY, { input: { videoId } })).data.retryVideo).toEqual(refused)
    await change(videoId, { status: 'failed', errorCode: 'SOURCE_TRUNCATED' })
    expect((await ada.ask(VIDEO, { id: videoId })).data.video.failure.retryable).toBe(false)
    expect((await ada.ask(RETRY, { input: { videoId } })).data.retryVideo).toEqual(refused)
  })
})

describe('every mutation of a video', () => {
  it.each(['updateVideo', 'deleteVideo', 'retryVideo'])('%s is denied to others', async (name) => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`
    const mutation = `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { field code } } }`
    const ask = async (person: Person, videoId: string) =>
      (await person.ask(mutation, { input: { videoId } })).data[name].userErrors
    const hidden = await makeVideo(api.database, ada, { visibility: 'PRIVATE' })
    const shown = await makeVideo(api.database, ada, { visibility: 'PUBLIC' })
    expect(await ask(api.stranger, shown)).toEqual([{ field: null, code: 'UNAUTHENTICATED' }])
    expect(await ask(eve, shown)).toEqual([{ field: 'videoId', code: 'FORBIDDEN' }])
    expect(await ask(eve, hidden)).toEqual([{ field: 'videoId', code: 'VIDEO_NOT_FOUND' }])
    expect(await ask(eve, 'vid_00000000000')).toEqual([{ field: 'videoId', code: 'VIDEO_NOT_FOUND' }])
    expect((await ada.ask(VIDEO, { id: shown })).data.video).toMatchObject({ status: 'READY' })
  })
})
