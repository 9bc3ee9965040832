import { findWatermarkOf } from '@marquee/domain/channels'
import { findDuePictures } from '@marquee/domain/pictures'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeVideo } from '../testing/make-video.ts'
import { sendPicture } from '../testing/send-picture.ts'
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

const PAYLOAD = 'channel { watermark { picture corner size opacity } } userErrors { field code }'
const SET = `mutation ($input: SetWatermarkInput!) { setWatermark(input: $input) { ${PAYLOAD} } }`
const REMOVE = `mutation ($input: RemoveWatermarkInput!) { removeWatermark(input: $input) { ${PAYLOAD} } }`
const set = async (person: Person, input: object) =>
  (await person.ask(SET, { input: { channelId, ...input } })).data.setWatermark
const remove = async (person: Person) =>
  (await person.ask(REMOVE, { input: { channelId } })).data.removeWatermark
const logo = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: { r: 255, g: 255, b: 255, alpha: 0.5 } } })
    .png()
    .toBuffer()
const pictureAt = async (url: string) => sharp(Buffer.from(await (await fetch(url)).arrayBuffer())).metadata()

describe('a watermark', () => {
  it('needs a picture first, and values within their bounds', async () => {
    expect(await set(ada, { size: 0.1 })).toEqual({
      channel: null,
      userErrors: [{ field: 'uploadId', code: 'LOGO_REQUIRED' }],
    })
    const uploadId = await sendPicture(ada, await logo(8, 8))
    for (const wrong of [{ size: 0.02 }, { size: 0.31 }, { opacity: 0.09 }, { opacity: 1.01 }])
      expect((await set(ada, { uploadId, ...wrong })).userErrors).toEqual([
        { field: Object.keys(wrong)[0], code: 'WATERMARK_OUT_OF_RANGE' },
      ])
    const noPicture = await sendPicture(ada, Buffer.from('not a picture'))
    expect((await set(ada, { uploadId: noPicture })).userErrors).toEqual([
      { field: 'uploadId', code: 'PICTURE_UNREADABLE' },
    ])
  })

  it('keeps what is transparent, and what was chosen before; a run keeps it as it was', async () => {
    const first = await set(ada, { uploadId: await sendPicture(ada, await logo(2000, 1000)), size: 0.2 })
    expect(first.userErrors).toEqual([])
    expect(first.channel.watermark).toMatchObject({ corner: 'BOTTOM_RIGHT', size: 0.2, opacity: 0.7 })
    expect(await pictureAt(first.channel.watermark.picture)).toMatchObject({
      ...{ format: 'png', width: 1024, height: 512, hasAlpha: true },
    })
    const moved = await set(ada, { corner: 'TOP_LEFT' })
    expect(moved.channel.watermark).toMatchObject({ corner: 'TOP_LEFT', size: 0.2, opacity: 0.7 })

    const videoId = await makeVideo(api.database, ada)
    const { id } = await api.database.video.findUniqueOrThrow({ where: { publicId: videoId.slice(4) } })
    const kept = await findWatermarkOf(api.database, id)
    expect(kept).toMatchObject({ corner: 'top_left', size: 0.2, opacity: 0.7 })
    const key = 'key' in kept ? String(kept.key) : ''

    const run = { id: BigInt(api.running.ids.next()), videoId: id, definition: 'standard', watermark: kept }
    await api.database.pipelineRun.create({ data: run })
    await set(ada, { uploadId: await sendPicture(ada, await logo(10, 10)) })
    await api.database.loosePicture.updateMany({ where: { key }, data: { removeAfter: new Date(0) } })
    const dueKeys = async () => (await findDuePictures(api.database, { limit: 100 })).map((due) => due.key)
    // A run draws it still.
    expect(await dueKeys()).not.toContain(key)
    await api.database.pipelineRun.update({ where: { id: run.id }, data: { status: 'succeeded' } })
    expect(await dueKeys()).toContain(key)
  })

  it('is shown to its owner alone, and goes when it is removed', async () => {
    const ask = `query ($id: ID!) { node(id: $id) { ... on Channel { watermark { size } } } }`
    expect((await ada.ask(ask, { id: channelId })).data.node.watermark).toEqual({ size: 0.2 })
    expect((await eve.ask(ask, { id: channelId })).data.node.watermark).toBeNull()
    expect(await remove(ada)).toEqual({ channel: { watermark: null }, userErrors: [] })
  })

  it('is denied to others', async () => {
    for (const change of [(person: Person) => set(person, { size: 0.1 }), remove]) {
      expect((await change(api.stranger)).userErrors).toEqual([{ field: null, code: 'UNAUTHENTICATED' }])
      expect((await change(eve)).userErrors).toEqual([{ field: 'channelId', code: 'FORBIDDEN' }])
    }
  })
})
