import type { IncomingMessage } from 'node:http'
import { createUpload } from '@marquee/domain/uploads'
import { createVideo } from '@marquee/domain/videos'
import { newPublicId, toGlobalId } from '@marquee/schema/ids'
import { parseEnvironment, storageEnvironment } from '@marquee/service'
import { createS3Store } from '@marquee/storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { holdAnswers } from '../testing/hold-answers.ts'
import { type Person, startTestApi, type TestApi } from '../testing/start-test-api.ts'
import { announceUpload, complete, presign, sendParts } from '../testing/upload-file.ts'

const MIB = 1_048_576

let api: TestApi
let ada: Person
let eve: Person

beforeAll(async () => {
  api = await startTestApi()
  ada = await api.signUp('Ada')
  eve = await api.signUp('Eve')
})
afterAll(() => api.stop())

const CREATE = `mutation ($input: CreateUploadInput!) {
  createUpload(input: $input) {
    upload { id size partSize partCount fileName status video { id title status visibility } }
    userErrors { field code }
  }
}`

describe('createUpload', () => {
  it('plans the parts, and names the video after the file', async () => {
    const input = { fileName: 'My holiday_🏖️.final.mp4', size: 20_000_000 }
    const { data } = await ada.ask(CREATE, { input })
    expect(data.createUpload).toMatchObject({
      userErrors: [],
      upload: {
        size: 20_000_000,
        partSize: 8 * MIB,
        partCount: 3,
        status: 'OPEN',
        video: { title: 'My holiday 🏖️.final', status: 'UPLOADING', visibility: 'PRIVATE' },
      },
    })
  })

  it.each([
    ['EMPTY_FILE', 'size', { size: 0 }],
    ['FILE_TOO_LARGE', 'size', { size: 1_000_000_001 }],
    ['FILE_NAME_INVALID', 'fileName', { fileName: '../etc/passwd' }],
    ['FILE_NAME_INVALID', 'fileName', { fileName: ' ' }],
    ['TITLE_REQUIRED', 'title', { title: '\u200b' }],
    ['TITLE_TOO_LONG', 'title', { title: 'x'.repeat(101) }],
    ['DESCRIPTION_TOO_LONG', 'description', { description: 'x'.repeat(5_001) }],
  ])('answers %s of %s', async (code, field, wrong) => {
    const { data } = await ada.ask(CREATE, { input: { fileName: 'clip.mp4', size: 1, ...wrong } })
    expect(data.createUpload).toEqual({ upload: null, userErrors: [{ field, code }] })
  })

  it('takes exactly 1 GB', async () => {
    const { data } = await ada.ask(CREATE, { input: { fileName: 'big.mov', size: 1_000_000_000 } })
    expect(data.createUpload.upload.partCount).toBe(120)
  })

  describe('of a file that is known by its fingerprint', () => {
    const fingerprint = 'a'.repeat(64)
    const begin = (person: Person, size: number, more: object = {}) =>
      announceUpload(person, size, { fingerprint, ...more })

    it('goes on with what was begun, and takes what is now said of the video', async () => {
      const size = 8 * MIB + 1
      const first = await begin(ada, size)
      await sendParts(await presign(ada, first.id, [2]))
      expect(await begin(ada, size, { title: 'Now it has one' })).toEqual(first)
      const { data } = await ada.ask(
        `query ($id: ID!) { upload(id: $id) { storedParts fingerprint video { title } } }`,
        { id: first.id },
      )
      expect(data.upload).toEqual({ storedParts: [2], fingerprint, video: { title: 'Now it has one' } })
      const open = await ada.ask('{ viewer { uploads(first: 50, status: OPEN) { nodes { id status } } } }')
      expect(open.data.viewer.uploads.nodes).toContainEqual({ id: first.id, status: 'OPEN' })
      expect(open.data.viewer.uploads.nodes.every((one: { status: string }) => one.status === 'OPEN')).toBe(
        true,
      )
    })

    it('begins anew for another size, another person, and after the end of the first', async () => {
      const first = await begin(ada, 1_000)
      expect((await begin(ada, 1_001)).id).not.toBe(first.id)
      expect((await begin(eve, 1_000)).id).not.toBe(first.id)
      await sendParts(await presign(ada, first.id, [1]))
      await complete(ada, first.id)
      expect((await begin(ada, 1_000)).id).not.toBe(first.id)
    })

    it('begins anew where the store has forgotten the parts', async () => {
      const first = await begin(ada, 2_000)
      await api.database.upload.update({ where: { publicId: first.id.slice(4) }, data: { storeId: 'gone' } })
      expect((await begin(ada, 2_000)).id).not.toBe(first.id)
    })
  })

  it('asks strangers to sign in', async () => {
    const { data } = await api.stranger.ask(CREATE, { input: { fileName: 'clip.mp4', size: 1 } })
    expect(data.createUpload.userErrors).toEqual([{ field: null, code: 'UNAUTHENTICATED' }])
  })
})

describe('an upload in parts', () => {
  it('goes from parts to a run, and completing again changes nothing', async () => {
    const upload = await announceUpload(ada, 8 * MIB + 100)
    expect(upload.partCount).toBe(2)
    const parts = await presign(ada, upload.id, [1, 2])
    expect(await sendParts(parts.slice(1))).toEqual([200])

    const early = await complete(ada, upload.id)
    expect(early).toMatchObject({
      upload: null,
      userErrors: [{ field: 'uploadId', code: 'UPLOAD_INCOMPLETE' }],
    })
    expect(early.userErrors[0].message).toContain('Missing parts: 1.')
    const resumed = await ada.ask(`query ($id: ID!) { upload(id: $id) { storedParts } }`, { id: upload.id })
    expect(resumed.data.upload.storedParts).toEqual([2])

    expect(await sendParts(parts.slice(0, 1))).toEqual([200])
    const done = { upload: { status: 'COMPLETED' }, video: { status: 'PROCESSING' }, userErrors: [] }
    expect(await complete(ada, upload.id)).toMatchObject(done)
    expect(await complete(ada, upload.id)).toMatchObject(done)
    expect(await runsOf(upload.videoId)).toBe(1)
  })

  it('is completed once by two calls at once', async () => {
    const upload = await announceUpload(ada, 1_000)
    await sendParts(await presign(ada, upload.id, [1]))
    const answers = await Promise.all([1, 2, 3, 4].map(() => complete(ada, upload.id)))
    for (const answer of answers) expect(answer.userErrors).toEqual([])
    expect(await runsOf(upload.videoId)).toBe(1)
  })

  describe('after a crash between the store and the rows', () => {
    /** An upload whose original the store has made, while the rows say that it is open. */
    async function assembled(more: Record<string, unknown> = {}) {
      const upload = await announceUpload(ada, 1_000, more)
      await sendParts(await presign(ada, upload.id, [1]))
      await complete(ada, upload.id)
      const publicId = upload.id.slice(4)
      const video = { publicId: upload.videoId.slice(4) }
      await api.database.pipelineRun.deleteMany({ where: { video } })
      await api.database.upload.update({ where: { publicId }, data: { status: 'open', completedAt: null } })
      await api.database.video.update({ where: video, data: { status: 'uploading', originalKey: null } })
      return upload
    }

    it('is completed', async () => {
      const upload = await assembled()
      expect(await complete(ada, upload.id)).toMatchObject({
        video: { status: 'PROCESSING' },
        userErrors: [],
      })
      expect(await runsOf(upload.videoId)).toBe(1)
    })

    it('has all of its parts for a client that asks what is missing', async () => {
      const upload = await assembled()
      const { data } = await ada.ask(`query ($id: ID!) { upload(id: $id) { storedParts } }`, {
        id: upload.id,
      })
      expect(data.upload.storedParts).toEqual([1])
    })

    it('goes on for a client that announces the file again', async () => {
      const fingerprint = 'b'.repeat(64)
      const upload = await assembled({ fingerprint })
      expect((await announceUpload(ada, 1_000, { fingerprint })).id).toBe(upload.id)
    })
  })

  const put = async (url: string, bytes: number) =>
    (await fetch(url, { method: 'PUT', body: Buffer.alloc(bytes) })).status

  it('takes no other length and no changed URL', async () => {
    const upload = await announceUpload(ada, 1_000)
    const [part] = await presign(ada, upload.id, [1])
    if (!part) throw new Error('no part')
    expect(await put(part.url, 1_001)).toBe(403)
    expect(await put(part.url, 999)).toBe(403)
    expect(await put(part.url.replace('partNumber=1', 'partNumber=2'), 1_000)).toBe(403)
    expect(await put(part.url, 1_000)).toBe(200)
  })

  it('gives URLs that end with it', async () => {
    const upload = await announceUpload(ada, 1_000)
    await api.database.upload.update({
      where: { publicId: upload.id.slice(4) },
      data: { expiresAt: new Date(Date.now() + 3_000) },
    })
    const [part] = await presign(ada, upload.id, [1])
    if (!part) throw new Error('no part')
    const seconds = Number(new URL(part.url).searchParams.get('X-Amz-Expires'))
    expect(seconds).toBeLessThanOrEqual(3)
    await new Promise((resolve) => setTimeout(resolve, 1_000 * seconds + 1_100))
    expect(await put(part.url, 1_000)).toBe(403)
  })

  it('knows only its own part numbers', async () => {
    const upload = await announceUpload(ada, 1_000)
    const ask = async (partNumbers: number[]) => {
      const { data } = await ada.ask(
        `mutation ($input: PresignUploadPartsInput!) { presignUploadParts(input: $input) { parts { number } userErrors { field code } } }`,
        { input: { uploadId: upload.id, partNumbers } },
      )
      return data.presignUploadParts
    }
    const wrong = { parts: [], userErrors: [{ field: 'partNumbers', code: 'PART_NUMBER_INVALID' }] }
    for (const numbers of [[0], [2], [-1], [], Array.from({ length: 101 }, (_, index) => index)])
      expect(await ask(numbers)).toEqual(wrong)
  })
})

describe('abortUpload', () => {
  const ABORT = `mutation ($input: AbortUploadInput!) {
    abortUpload(input: $input) { upload { status video { title } } userErrors { code } }
  }`

  it('takes the video with it', async () => {
    const upload = await announceUpload(ada, 1_000)
    const { data } = await ada.ask(ABORT, { input: { uploadId: upload.id } })
    expect(data.abortUpload).toMatchObject({ upload: { status: 'ABORTED' }, userErrors: [] })
    const gone = await ada.ask(`query ($u: ID!, $v: ID!) { upload(id: $u) { id } video(id: $v) { id } }`, {
      u: upload.id,
      v: upload.videoId,
    })
    expect(gone.data).toEqual({ upload: null, video: null })
    expect((await complete(ada, upload.id)).userErrors).toMatchObject([{ code: 'UPLOAD_CLOSED' }])
  })

  it('cannot undo a completed one', async () => {
    const upload = await announceUpload(ada, 10)
    await sendParts(await presign(ada, upload.id, [1]))
    await complete(ada, upload.id)
    const { data } = await ada.ask(ABORT, { input: { uploadId: upload.id } })
    expect(data.abortUpload).toMatchObject({ upload: null, userErrors: [{ code: 'UPLOAD_CLOSED' }] })
  })
})

describe('an upload that was left for a day', () => {
  it('says so, and its video goes', async () => {
    const upload = await announceUpload(ada, 1_000)
    await api.database.upload.update({
      where: { publicId: upload.id.slice(4) },
      data: { expiresAt: new Date(Date.now() - 1_000) },
    })
    expect((await complete(ada, upload.id)).userErrors).toMatchObject([{ code: 'UPLOAD_EXPIRED' }])
    expect((await complete(ada, upload.id)).userErrors).toMatchObject([{ code: 'UPLOAD_EXPIRED' }])
    const { data } = await ada.ask(`query ($id: ID!) { video(id: $id) { id } }`, { id: upload.videoId })
    expect(data.video).toBeNull()
  })
})

describe('somebody else’s upload', () => {
  const MUTATIONS = {
    presignUploadParts: { type: 'PresignUploadPartsInput', more: { partNumbers: [1] } },
    completeUpload: { type: 'CompleteUploadInput', more: {} },
    abortUpload: { type: 'AbortUploadInput', more: {} },
  }

  it.each(Object.entries(MUTATIONS))('%s is as if it were not there', async (name, { type, more }) => {
    const upload = await announceUpload(ada, 1_000)
    const mutation = `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { field code } } }`
    const missing = [{ field: 'uploadId', code: 'UPLOAD_NOT_FOUND' }]
    const asEve = await eve.ask(mutation, { input: { uploadId: upload.id, ...more } })
    expect(asEve.data[name].userErrors).toEqual(missing)
    const absent = await eve.ask(mutation, { input: { uploadId: 'upl_00000000000', ...more } })
    expect(absent.data[name].userErrors).toEqual(missing)
    const asStranger = await api.stranger.ask(mutation, { input: { uploadId: upload.id, ...more } })
    expect(asStranger.data[name].userErrors).toEqual([{ field: null, code: 'UNAUTHENTICATED' }])
  })

  it('is null in every query', async () => {
    const upload = await announceUpload(ada, 1_000, { visibility: 'PUBLIC' })
    const query = `query ($id: ID!) { upload(id: $id) { id } node(id: $id) { id } }`
    for (const person of [eve, api.stranger])
      expect((await person.ask(query, { id: upload.id })).data).toEqual({ upload: null, node: null })
    expect((await ada.ask(query, { id: upload.id })).data.node).toEqual({ id: upload.id })
  })
})

async function runsOf(videoId: string): Promise<number> {
  return api.database.pipelineRun.count({ where: { video: { publicId: videoId.slice(4) } } })
}

describe('an upload whose store does not answer', () => {
  it('is given up all the same: the sweep drops its parts', async () => {
    const alone = await startTestApi({ S3_ENDPOINT: 'http://127.0.0.1:9' })
    const person = await alone.signUp('Ada')
    // Her account and channel are made when she is first seen.
    await person.ask('{ viewer { id } }')
    const publicId = await announceWithoutStore(alone)
    const { data } = await person.ask(
      `mutation ($input: AbortUploadInput!) { abortUpload(input: $input) { upload { status } userErrors { code } } }`,
      { input: { uploadId: toGlobalId('upl', publicId) } },
    )
    expect(data.abortUpload).toEqual({ upload: { status: 'ABORTED' }, userErrors: [] })
    await alone.stop()
  })
})

describe('an upload that is given up while the store makes its original', () => {
  it('leaves no original behind', async () => {
    const isCompletion = ({ method, url = '' }: IncomingMessage) =>
      method === 'POST' && url.includes('uploadId=')
    const slow = await holdAnswers(process.env.S3_ENDPOINT ?? '', isCompletion)
    const alone = await startTestApi({ S3_ENDPOINT: slow.url })
    const person = await alone.signUp('Ada')
    const upload = await announceUpload(person, 1_000)
    await sendParts(await presign(person, upload.id, [1]))
    const completing = complete(person, upload.id)
    await slow.done
    const store = originals()
    const { key } = await alone.database.upload.findFirstOrThrow()
    expect(await store.head(key)).toBeDefined()
    const { data } = await person.ask(
      `mutation ($input: AbortUploadInput!) { abortUpload(input: $input) { upload { status } userErrors { code } } }`,
      { input: { uploadId: upload.id } },
    )
    expect(data.abortUpload).toEqual({ upload: { status: 'ABORTED' }, userErrors: [] })
    slow.release()
    expect((await completing).userErrors).toMatchObject([{ code: 'UPLOAD_CLOSED' }])
    expect(await store.head(key)).toBeUndefined()
    store.close()
    await alone.stop()
    slow.close()
  })
})

/** The stage's originals bucket. */
function originals() {
  const env = parseEnvironment(z.object(storageEnvironment), process.env)
  return createS3Store({
    endpoint: env.S3_ENDPOINT,
    region: env.S3_REGION,
    bucket: env.S3_BUCKET_ORIGINALS,
    credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY },
  })
}

/** The rows of an upload of the only person there. */
async function announceWithoutStore({ database, running: { ids } }: TestApi) {
  const channel = await database.channel.findFirstOrThrow()
  const details = { title: 'Clip', description: '', visibility: 'private' } as const
  const video = await createVideo(database, ids, { channelId: channel.id, ...details })
  const publicId = newPublicId()
  await createUpload(database, {
    id: BigInt(ids.next()),
    publicId,
    accountId: channel.ownerId,
    videoId: video.id,
    fileName: 'clip.mp4',
    contentType: 'video/mp4',
    sizeBytes: 1n,
    partSize: MIB,
    partCount: 1,
    key: `uploads/${publicId}/source`,
    storeId: 'unknown',
    expiresAt: new Date(Date.now() + 60_000),
  })
  return publicId
}
