import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeVideo } from '../testing/change-video.ts'
import { makeVideo } from '../testing/make-video.ts'
import { offerPipelines } from '../testing/offer-pipelines.ts'
import { sendPicture } from '../testing/send-picture.ts'
import { type Person, startTestApi, type TestApi } from '../testing/start-test-api.ts'
import { subscribe } from '../testing/subscribe.ts'
import { announceUpload, presign, sendParts } from '../testing/upload-file.ts'

const folder = path.resolve(import.meta.dirname, '../../../../docs/examples')
const files = (await readdir(folder)).filter((name) => name.endsWith('.graphql'))

let api: TestApi
let ada: Person

beforeAll(async () => {
  api = await startTestApi()
  ada = await api.signUp('Ada')
})
afterAll(() => api.stop())

/** What an example needs to succeed, by file name; one that is not listed needs nothing. */
const VARIABLES: Record<string, () => Promise<Record<string, unknown>>> = {
  'watch-video': async () => ({ id: await makeVideo(api.database, ada) }),
  channel: async () => ({ handle: 'ada' }),
  'several-nodes': async () => ({ ids: [await makeVideo(api.database, ada), await channelOfAda()] }),
  'create-upload': async () => ({
    input: { fileName: 'holiday.mp4', size: 20_000_000, visibility: 'UNLISTED' },
  }),
  'presign-upload-parts': async () => ({
    input: { uploadId: (await announceUpload(ada, 9)).id, partNumbers: [1] },
  }),
  'resume-upload': async () => ({ id: (await announceUpload(ada, 9)).id }),
  'abort-upload': async () => ({ input: { uploadId: (await announceUpload(ada, 9)).id } }),
  'complete-upload': async () => {
    const { id } = await announceUpload(ada, 9)
    await sendParts(await presign(ada, id, [1]))
    return { input: { uploadId: id } }
  },
  'video-progress': async () => ({ id: await makeVideo(api.database, ada) }),
  'update-video': async () => ({
    input: { videoId: await makeVideo(api.database, ada), visibility: 'PUBLIC' },
  }),
  'create-picture-upload': async () => ({ input: { size: 183_000 } }),
  'set-thumbnail': async () => {
    const videoId = await makeVideo(api.database, ada)
    const uploadId = await sendPicture(ada, Buffer.from(ONE_PIXEL, 'base64'))
    return { input: { videoId, uploadId } }
  },
  'add-caption': async () => ({
    input: {
      videoId: await makeVideo(api.database, ada),
      language: 'en',
      content: '1\n00:00:01,000 --> 00:00:02,500\nHello.\n',
    },
  }),
  'delete-video': async () => ({ input: { videoId: await makeVideo(api.database, ada) } }),
  'update-channel': async () => ({ input: { channelId: await channelOfAda(), name: 'Zoë films' } }),
  'pipeline-plan': async () => {
    await offerPipelines(api.database, ['standard'])
    return {}
  },
  'retry-video': async () => {
    const videoId = await makeVideo(api.database, ada)
    await changeVideo(api.database, videoId, { status: 'failed', errorCode: 'INTERNAL' })
    return { input: { videoId } }
  },
}

const ONE_PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const channelOfAda = async () => (await ada.ask('{ viewer { channel { id } } }')).data.viewer.channel.id

describe('docs/examples', () => {
  it.each(files)('%s runs', async (file) => {
    const document = await readFile(path.join(folder, file), 'utf8')
    const variables = (await VARIABLES[file.replace('.graphql', '')]?.()) ?? {}
    const answer = /^subscription /m.test(document)
      ? await firstEvent(document, variables)
      : await ada.ask(document, variables)
    expect(answer.errors).toBeUndefined()
    const [root] = Object.values(answer.data ?? {}) as ({ userErrors?: unknown } | null)[]
    expect(root).not.toBeNull()
    expect(root?.userErrors ?? []).toEqual([])
  })
})

async function firstEvent(document: string, variables: Record<string, unknown>) {
  const subscription = subscribe(api, ada, document, variables)
  const event = await subscription.next()
  await subscription.close()
  return event
}
