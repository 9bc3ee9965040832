import { readTitle, verifyPlaybackToken } from '@marquee/service'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeVideo } from '../testing/change-video.ts'
import { makeVideo } from '../testing/make-video.ts'
import { type Person, startTestApi, type TestApi } from '../testing/start-test-api.ts'

let api: TestApi
let ada: Person
let eve: Person
let channelId: string

beforeAll(async () => {
  api = await startTestApi()
  ada = await api.signUp('Ada')
  eve = await api.signUp('Eve')
  channelId = (await ada.ask('{ viewer { channel { id } } }')).data.viewer.channel.id
})
afterAll(() => api.stop())

const READ = `query ($id: ID!) {
  video(id: $id) { channel { viewersMayDownload } downloads { quality width height sizeBytes url } }
}`
const ALLOW = `mutation ($input: UpdateChannelInput!) {
  updateChannel(input: $input) { channel { viewersMayDownload name } userErrors { field code } }
}`

async function allow(viewersMayDownload: boolean, person = ada) {
  return (await person.ask(ALLOW, { input: { channelId, viewersMayDownload } })).data.updateChannel
}

/** A video with two files, as a run leaves it. */
async function makeFiles(video: Parameters<typeof makeVideo>[2] = {}): Promise<string> {
  const id = await makeVideo(api.database, ada, { visibility: 'PUBLIC', ...video })
  const { id: videoId } = await changeVideo(api.database, id, { width: 1920, height: 1080 })
  await api.database.download.createMany({
    data: [480, 1080].map((height) => ({
      ...{ videoId, name: `${height}p`, path: `dl000000000/downloads/${height}p.mp4` },
      ...{ width: Math.round((height * 16) / 9), height, bytes: BigInt(height * 10_000_000) },
    })),
  })
  return id
}

const offered = async (person: Person, id: string) =>
  (await person.ask(READ, { id })).data.video?.downloads.map(
    ({ quality, width, height, sizeBytes }: Record<string, unknown>) =>
      `${quality} ${width}x${height} ${sizeBytes}`,
  )

const MADE = ['1080p 1920x1080 10800000000', '480p 853x480 4800000000']
const ORIGINAL = 'original 1920x1080 1000'

describe('Video.downloads', () => {
  it('are for everybody who may see the video, once its channel says so', async () => {
    const id = await makeFiles()
    for (const person of [eve, api.stranger]) expect(await offered(person, id)).toEqual([])
    expect(await allow(true)).toMatchObject({ channel: { viewersMayDownload: true }, userErrors: [] })
    for (const person of [eve, api.stranger]) expect(await offered(person, id)).toEqual(MADE)
    await allow(false)
    for (const person of [eve, api.stranger]) expect(await offered(person, id)).toEqual([])
  })

  it('are always for the owner, who has the original besides', async () => {
    const id = await makeFiles()
    await allow(false)
    expect(await offered(ada, id)).toEqual([ORIGINAL, ...MADE])
  })

  it('are hidden with the video', async () => {
    await allow(true)
    const hidden = await makeFiles({ visibility: 'PRIVATE' })
    expect((await eve.ask(READ, { id: hidden })).data.video).toBeNull()
    const down = await makeFiles()
    await changeVideo(api.database, down, { status: 'taken_down' })
    expect(await offered(ada, down)).toEqual([])
    const failed = await makeFiles()
    await changeVideo(api.database, failed, { status: 'failed' })
    expect((await eve.ask(READ, { id: failed })).data.video).toBeNull()
    await allow(false)
  })

  it('have addresses of an hour for these files alone, and for private ones no cache', async () => {
    await allow(true)
    const title = 'Ada’s "film"\\/ #1?'
    for (const [visibility, sharing] of [
      ['PUBLIC', 'shared'],
      ['PRIVATE', 'private'],
    ] as const) {
      const id = await makeFiles({ visibility, title })
      const [, file] = (await ada.ask(READ, { id })).data.video.downloads
      const url = new URL(file.url)
      const [, , token = '', video = '', , , name = ''] = url.pathname.split('/')
      expect(readTitle(name)).toBe('Ada’s film #1')
      const verdict = verifyPlaybackToken({ secret: api.environment.PLAYBACK_SECRET, video, token })
      expect(verdict).toMatchObject({ ok: true, sharing, purpose: 'download' })
      const left = verdict.ok ? verdict.expiresAt.getTime() - Date.now() : 0
      expect(left / 60_000).toBeGreaterThan(59)
      expect(left / 60_000).toBeLessThanOrEqual(65)
    }
    await allow(false)
  })

  it('have the original named after the title, with the ending that it came with', async () => {
    const id = await makeFiles({ title: 'Meine Höhle' })
    const [original] = (await ada.ask(READ, { id })).data.video.downloads
    const kept = new URL(original.url).searchParams.get('response-content-disposition')
    expect(kept).toBe(`attachment; filename="Meine H_hle.mp4"; filename*=UTF-8''Meine%20H%C3%B6hle.mp4`)
  })
})

describe('viewersMayDownload', () => {
  it('is for a channel’s owner to say', async () => {
    expect((await allow(true, eve)).userErrors).toEqual([{ field: 'channelId', code: 'FORBIDDEN' }])
    expect((await allow(true, api.stranger)).userErrors).toEqual([{ field: null, code: 'UNAUTHENTICATED' }])
  })
})
