import { recordCandidates } from '@marquee/domain/thumbnails'
import { createS3Store, type ObjectStore } from '@marquee/storage'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeVideo } from '../testing/make-video.ts'
import { sendPicture } from '../testing/send-picture.ts'
import { type Person, startTestApi, type TestApi } from '../testing/start-test-api.ts'

let api: TestApi
let ada: Person
let eve: Person
let transcoded: ObjectStore
let originals: ObjectStore

beforeAll(async () => {
  api = await startTestApi()
  ada = await api.signUp('Ada')
  eve = await api.signUp('Eve')
  transcoded = openBucket(api.environment.S3_BUCKET_TRANSCODED)
  originals = openBucket(api.environment.S3_BUCKET_ORIGINALS)
})
afterAll(async () => {
  transcoded.close()
  originals.close()
  await api.stop()
})

function openBucket(bucket: string): ObjectStore {
  const { S3_ENDPOINT, S3_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = api.environment
  return createS3Store({
    ...{ endpoint: S3_ENDPOINT, publicEndpoint: S3_ENDPOINT, region: S3_REGION, bucket },
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
  })
}

const VIDEO = `query ($id: ID!) { video(id: $id) {
  thumbnail thumbnailCandidates { id url atMs isUploaded isShown }
} }`
const SET = `mutation ($input: SetThumbnailInput!) { setThumbnail(input: $input) {
  video { thumbnail thumbnailCandidates { id url atMs isUploaded isShown } } userErrors { field code }
} }`
const REMOVE = `mutation ($input: RemoveThumbnailInput!) { removeThumbnail(input: $input) {
  video { thumbnail } userErrors { field code }
} }`

const set = async (person: Person, input: Record<string, unknown>) =>
  (await person.ask(SET, { input })).data.setThumbnail

/** A ready video with three pictures of its film, the best at 30 s. */
async function makeFilm(visibility: 'PRIVATE' | 'PUBLIC' = 'PUBLIC'): Promise<string> {
  const videoId = await makeVideo(api.database, ada, { visibility })
  const row = await api.database.video.findUniqueOrThrow({ where: { publicId: videoId.slice(4) } })
  const candidates = [30_000, 10_000, 83_000].map((atMs, place) => ({
    path: `film0000000/${place === 0 ? 'poster' : `thumbnail-${place}`}.jpg`,
    atMs,
  }))
  const path = 'film0000000/poster.jpg'
  await api.database.$transaction((tx) =>
    recordCandidates(tx, api.running.ids, row, { revision: 'film0000000', path, candidates }),
  )
  return videoId
}

const drawing = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 40, b: 40 } } })

describe('the pictures of a video', () => {
  it('are offered to its owner in the order of the film, and the chosen one stands for it everywhere', async () => {
    const id = await makeFilm()
    const { video } = (await ada.ask(VIDEO, { id })).data
    expect(video.thumbnailCandidates).toMatchObject([
      { atMs: 10_000, isShown: false, isUploaded: false },
      { atMs: 30_000, isShown: true },
      { atMs: 83_000, isShown: false },
    ])
    expect(video.thumbnail).toBe(video.thumbnailCandidates[1].url)
    const thumbnailId = video.thumbnailCandidates[2].id
    const chosen = await set(ada, { videoId: id, thumbnailId })
    expect(chosen.userErrors).toEqual([])
    expect(chosen.video.thumbnail).toMatch(/\/film0000000\/thumbnail-2\.jpg$/)
    expect(chosen.video.thumbnailCandidates.map(({ isShown }: { isShown: boolean }) => isShown)).toEqual([
      false,
      false,
      true,
    ])
    // Others see what was chosen, and nothing of the choice; `node` tells nobody of a thumbnail.
    const others = (await eve.ask(VIDEO, { id })).data.video
    expect(others.thumbnail).toMatch(/thumbnail-2\.jpg$/)
    expect(others.thumbnailCandidates).toEqual([])
    expect(
      (await ada.ask('query ($id: ID!) { node(id: $id) { id } }', { id: thumbnailId })).data.node,
    ).toBeNull()
  })

  it('are chosen from those of the same video alone', async () => {
    const [one, other] = [await makeFilm(), await makeFilm()]
    const { video } = (await ada.ask(VIDEO, { id: other })).data
    const foreign = video.thumbnailCandidates[0].id
    const refused = { video: null, userErrors: [{ field: 'thumbnailId', code: 'THUMBNAIL_NOT_FOUND' }] }
    expect(await set(ada, { videoId: one, thumbnailId: foreign })).toEqual(refused)
    expect(await set(ada, { videoId: one })).toEqual(refused)
    expect(await set(ada, { videoId: one, thumbnailId: foreign, uploadId: 'pic_x' })).toEqual(refused)
  })
})

describe('an uploaded picture', () => {
  it('is turned, scaled, stripped of its metadata, and goes away again', async () => {
    const id = await makeFilm()
    // A phone's picture: lying, with a note to turn it, and with words.
    const exif = { IFD0: { Copyright: 'somewhere secret' } }
    const photo = await drawing(2000, 1000).withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const uploadId = await sendPicture(ada, photo)
    const { video, userErrors } = await set(ada, { videoId: id, uploadId })
    expect(userErrors).toEqual([])
    expect(video.thumbnailCandidates[0]).toMatchObject({ isUploaded: true, isShown: true, atMs: null })
    expect(video.thumbnail).toBe(video.thumbnailCandidates[0].url)

    const [, key] = /\/v\/[^/]+\/(.+)$/.exec(video.thumbnail) ?? []
    const { body, contentType } = await transcoded.get(`videos/${key}`)
    expect(contentType).toBe('image/jpeg')
    const stored = Buffer.concat(await body.toArray())
    const metadata = await sharp(stored).metadata()
    expect(metadata).toMatchObject({ format: 'jpeg', width: 640, height: 1280 })
    expect([metadata.exif, metadata.orientation]).toEqual([undefined, undefined])
    expect(stored.includes('secret')).toBe(false)

    // What was sent is gone, and cannot be used again.
    expect(await originals.head(`pictures/${uploadId.slice(4)}`)).toBeUndefined()
    expect((await set(ada, { videoId: id, uploadId })).userErrors).toEqual([
      { field: 'uploadId', code: 'UPLOAD_NOT_FOUND' },
    ])
    const removed = (await ada.ask(REMOVE, { input: { videoId: id } })).data.removeThumbnail
    expect(removed.video.thumbnail).toMatch(/film0000000\/poster\.jpg$/)
    const again = (await ada.ask(REMOVE, { input: { videoId: id } })).data.removeThumbnail
    expect(again.userErrors).toEqual([{ field: 'videoId', code: 'THUMBNAIL_NOT_FOUND' }])
  })

  it.each(['png', 'webp'] as const)('may be a %s', async (format) => {
    const id = await makeFilm()
    const uploadId = await sendPicture(ada, await drawing(64, 36).toFormat(format).toBuffer())
    expect((await set(ada, { videoId: id, uploadId })).userErrors).toEqual([])
  })

  it('is judged by its contents, and what the video showed stays where it is refused', async () => {
    const id = await makeFilm()
    const before = (await ada.ask(VIDEO, { id })).data.video.thumbnail
    const jpeg = await drawing(64, 36).jpeg().toBuffer()
    const bomb = await drawing(4000, 2501).png().toBuffer()
    const files: [string, Buffer][] = [
      ['PICTURE_UNREADABLE', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
      ['PICTURE_UNREADABLE', await drawing(64, 36).gif().toBuffer()],
      ['PICTURE_UNREADABLE', jpeg.subarray(0, jpeg.length / 2)],
      ['PICTURE_UNREADABLE', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(900)])],
      ['PICTURE_TOO_MANY_PIXELS', bomb],
    ]
    for (const [code, bytes] of files) {
      const { userErrors } = await set(ada, { videoId: id, uploadId: await sendPicture(ada, bytes) })
      expect(userErrors).toEqual([{ field: 'uploadId', code }])
    }
    expect((await ada.ask(VIDEO, { id })).data.video.thumbnail).toBe(before)
  })

  it('is announced with its size, and must have arrived', async () => {
    const create = async (person: Person, size: number) =>
      (
        await person.ask(
          `mutation ($input: CreatePictureUploadInput!) {
            createPictureUpload(input: $input) { upload { id url expiresAt } userErrors { field code } }
          }`,
          { input: { size } },
        )
      ).data.createPictureUpload
    expect((await create(api.stranger, 9)).userErrors).toEqual([{ field: null, code: 'UNAUTHENTICATED' }])
    expect((await create(ada, 0)).userErrors).toEqual([{ field: 'size', code: 'EMPTY_FILE' }])
    expect((await create(ada, 2_000_001)).userErrors).toEqual([{ field: 'size', code: 'PICTURE_TOO_LARGE' }])
    const { upload } = await create(ada, 9)
    const longer = await fetch(upload.url, { method: 'PUT', body: 'ten bytes.' })
    expect(longer.ok).toBe(false)
    const videoId = await makeFilm()
    const early = await set(ada, { videoId, uploadId: upload.id })
    expect(early.userErrors).toEqual([{ field: 'uploadId', code: 'UPLOAD_INCOMPLETE' }])
  })

  it('is its sender’s alone', async () => {
    const uploadId = await sendPicture(ada, await drawing(64, 36).png().toBuffer())
    const { videoId } = await ownVideoOf(eve)
    expect((await set(eve, { videoId, uploadId })).userErrors).toEqual([
      { field: 'uploadId', code: 'UPLOAD_NOT_FOUND' },
    ])
  })
})

async function ownVideoOf(person: Person) {
  return { videoId: await makeVideo(api.database, person) }
}

describe('every mutation of a thumbnail', () => {
  it.each([
    ['setThumbnail', SET, { thumbnailId: 'thm_00000000000' }],
    ['removeThumbnail', REMOVE, {}],
  ])('%s is denied to others', async (name, mutation, more) => {
    const ask = async (person: Person, videoId: string) =>
      (await person.ask(mutation, { input: { videoId, ...more } })).data[name].userErrors
    const hidden = await makeFilm('PRIVATE')
    const shown = await makeFilm('PUBLIC')
    expect(await ask(api.stranger, shown)).toEqual([{ field: null, code: 'UNAUTHENTICATED' }])
    expect(await ask(eve, shown)).toEqual([{ field: 'videoId', code: 'FORBIDDEN' }])
    expect(await ask(eve, hidden)).toEqual([{ field: 'videoId', code: 'VIDEO_NOT_FOUND' }])
    expect(await ask(eve, 'vid_00000000000')).toEqual([{ field: 'videoId', code: 'VIDEO_NOT_FOUND' }])
  })
})
