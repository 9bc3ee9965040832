import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

const UPDATE = `mutation ($input: UpdateChannelInput!) {
  updateChannel(input: $input) { channel { name description handle } userErrors { field code } }
}`
const update = async (person: Person, input: object) =>
  (await person.ask(UPDATE, { input: { channelId, ...input } })).data.updateChannel

describe('updateChannel', () => {
  it('changes what is given and leaves the rest', async () => {
    expect(await update(ada, { name: ' 이수진의 채널 🎥 ' })).toEqual({
      channel: { name: '이수진의 채널 🎥', description: '', handle: 'ada' },
      userErrors: [],
    })
    const { channel } = await update(ada, { description: 'One\r\ntwo' })
    expect(channel).toMatchObject({ name: '이수진의 채널 🎥', description: 'One\ntwo' })
  })

  it.each([
    ['NAME_REQUIRED', 'name', { name: '  ' }],
    ['NAME_TOO_LONG', 'name', { name: 'x'.repeat(61) }],
    ['DESCRIPTION_TOO_LONG', 'description', { description: 'x'.repeat(5_001) }],
    ['CHANNEL_NOT_FOUND', 'channelId', { channelId: 'chn_00000000000' }],
    ['CHANNEL_NOT_FOUND', 'channelId', { channelId: 'vid_00000000000' }],
  ])('answers %s of %s', async (code, field, wrong) => {
    expect(await update(ada, wrong)).toEqual({ channel: null, userErrors: [{ field, code }] })
  })

  it('is denied to others', async () => {
    expect((await update(api.stranger, { name: 'X' })).userErrors).toEqual([
      { field: null, code: 'UNAUTHENTICATED' },
    ])
    expect((await update(eve, { name: 'X' })).userErrors).toEqual([{ field: 'channelId', code: 'FORBIDDEN' }])
  })
})
