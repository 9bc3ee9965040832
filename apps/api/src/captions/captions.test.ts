import { text } from 'node:stream/consumers'
import { createS3Store, type ObjectStore } from '@marquee/storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeVideo } from '../testing/make-video.ts'
import { type Person, startTestApi, type TestApi } from '../testing/start-test-api.ts'

let api: TestApi
let ada: Person
let store: ObjectStore

beforeAll(async () => {
  api = await startTestApi()
  ada = await api.signUp('Ada')
  const { environment: env } = api
  store = createS3Store({
    endpoint: env.S3_ENDPOINT,
    region: env.S3_REGION,
    bucket: env.S3_BUCKET_TRANSCODED,
    credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY },
  })
})
afterAll(async () => {
  store.close()
  await api.stop()
})

const ADD = `mutation ($input: AddCaptionInput!) {
  addCaption(input: $input) { video { captions { language label origin url } } line userErrors { field code } }
}`
const REMOVE = `mutation ($input: RemoveCaptionInput!) {
  removeCaption(input: $input) { video { captions { language } } userErrors { field code } }
}`
const READ = 'query ($id: ID!) { video(id: $id) { captions { language url } } }'

const srt = (words: string) => `1\n00:00:01,000 --> 00:00:02,000\n${words}\n`

async function add(person: Person, videoId: string, input: Record<string, unknown>) {
  const answer = await person.ask(ADD, { input: { videoId, language: 'en', content: srt('Hi'), ...input } })
  return answer.data.addCaption
}

/** What an address of the edge names, as it lies in the store. */
async function contentOf(url: string): Promise<string> {
  const [, key] = /\/v\/[^/]+\/(.*)$/.exec(url) ?? []
  return text((await store.get(`videos/${key}`)).body)
}

describe('addCaption', () => {
  it('stores SubRip as WebVTT, and answers all captions by language', async () => {
    const id = await makeVideo(api.database, ada)
    await add(ada, id, { language: 'pt-br', label: ' Brasil ' })
    const { video, userErrors, line } = await add(ada, id, { content: srt('<script>a & b</script>') })
    expect([userErrors, line]).toEqual([[], null])
    expect(video.captions).toMatchObject([
      { language: 'en', label: '', origin: 'UPLOADED' },
      { language: 'pt-BR', label: 'Brasil', origin: 'UPLOADED' },
    ])
    expect(await contentOf(video.captions[0].url)).toBe(
      'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\na &amp; b\n',
    )
  })

  it('takes the place of those in the same language, at another address', async () => {
    const id = await makeVideo(api.database, ada)
    const first = (await add(ada, id, {})).video.captions
    const second = (await add(ada, id, { content: srt('Hello') })).video.captions
    expect(second).toHaveLength(1)
    expect(second[0].url).not.toBe(first[0].url)
    expect(await contentOf(second[0].url)).toContain('Hello')
    // Whoever watches with the first may do so until its address ends.
    expect(await contentOf(first[0].url)).toContain('Hi')
    const folders = (await api.database.retiredRevision.findMany({ where: { videoPublicId: id.slice(4) } }))
      .length
    expect(folders).toBe(1)
  })

  it.each([
    ['prose', { content: 'Once upon a time' }, { field: 'content', code: 'CAPTION_FILE_INVALID' }, 1],
    [
      'a bad line',
      { content: `${srt('Hi')}\n2\n00:00:03 --> x\n` },
      { field: 'content', code: 'CAPTION_FILE_INVALID' },
      6,
    ],
    ['noise', { content: 'a\0b' }, { field: 'content', code: 'CAPTION_FILE_NOT_TEXT' }, null],
    [
      'too much',
      { content: 'é'.repeat(100_001) },
      { field: 'content', code: 'CAPTION_FILE_TOO_LARGE' },
      null,
    ],
    ['no language', { language: '../en' }, { field: 'language', code: 'CAPTION_LANGUAGE_INVALID' }, null],
    ['a long label', { label: 'x'.repeat(51) }, { field: 'label', code: 'NAME_TOO_LONG' }, null],
  ])('refuses %s', async (_, input, error, line) => {
    const refused = await add(ada, await makeVideo(api.database, ada), input)
    expect(refused).toEqual({ video: null, line, userErrors: [error] })
  })

  it('has room for fifty languages', async () => {
    const id = await makeVideo(api.database, ada)
    const { id: videoId } = await api.database.video.findUniqueOrThrow({ where: { publicId: id.slice(4) } })
    await api.database.caption.createMany({
      data: Array.from({ length: 50 }, (_, index) => ({
        ...{ videoId, language: `en-x-a${index}`, origin: 'embedded' as const, path: 'caps/x.vtt' },
      })),
    })
    expect((await add(ada, id, {})).userErrors).toEqual([
      { field: 'language', code: 'CAPTION_LIMIT_REACHED' },
    ])
    expect((await add(ada, id, { language: 'en-x-a7' })).userErrors).toEqual([])
  })

  it('is for owners alone, who are told no more than others see', async () => {
    const id = await makeVideo(api.database, ada)
    const bob = await api.signUp('Bob')
    expect((await add(bob, id, {})).userErrors).toEqual([{ field: 'videoId', code: 'VIDEO_NOT_FOUND' }])
    expect((await add(api.stranger, id, {})).userErrors).toEqual([{ field: null, code: 'UNAUTHENTICATED' }])
    const shown = await makeVideo(api.database, ada, { visibility: 'PUBLIC' })
    expect((await add(bob, shown, {})).userErrors).toEqual([{ field: 'videoId', code: 'FORBIDDEN' }])
    const removed = await bob.ask(REMOVE, { input: { videoId: shown, language: 'en' } })
    expect(removed.data.removeCaption.userErrors).toEqual([{ field: 'videoId', code: 'FORBIDDEN' }])
  })
})

describe('removeCaption', () => {
  it('takes them away, and is content where there are none', async () => {
    const id = await makeVideo(api.database, ada, { visibility: 'PUBLIC' })
    await add(ada, id, {})
    const before = await api.stranger.ask(READ, { id })
    expect(before.data.video.captions).toHaveLength(1)
    for (let again = 0; again < 2; again += 1) {
      const { data } = await ada.ask(REMOVE, { input: { videoId: id, language: 'EN' } })
      expect(data.removeCaption).toEqual({ video: { captions: [] }, userErrors: [] })
    }
    const after = await api.stranger.ask(READ, { id })
    expect(after.data.video.captions).toEqual([])
  })
})
