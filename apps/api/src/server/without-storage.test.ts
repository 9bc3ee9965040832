import { errorMessage } from '@marquee/media'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, startTestApi, type TestApi } from '../testing/start-test-api.ts'

let api: TestApi
let ada: Person

beforeAll(async () => {
  // Port 1 refuses everywhere.
  api = await startTestApi({ S3_ENDPOINT: 'http://127.0.0.1:1' })
  ada = await api.signUp('Ada')
})
afterAll(() => api.stop())

describe('the API without the object store', () => {
  it('answers a mutation that needs it with a code and a sentence', async () => {
    const { errors } = await ada.ask(
      `mutation ($input: CreateUploadInput!) { createUpload(input: $input) { upload { id } userErrors { code } } }`,
      { input: { fileName: 'clip.mp4', size: 1_000 } },
    )
    expect(errors).toMatchObject([
      { message: errorMessage('STORAGE_UNAVAILABLE'), extensions: { code: 'STORAGE_UNAVAILABLE' } },
    ])
  })

  it('reads and writes what it keeps elsewhere', async () => {
    const read = await ada.ask('{ viewer { name channel { id } } videos(first: 1) { nodes { id } } }')
    expect(read.errors).toBeUndefined()
    expect(read.data).toMatchObject({ viewer: { name: 'Ada' }, videos: { nodes: [] } })
    const { data } = await ada.ask(
      `mutation ($input: UpdateChannelInput!) { updateChannel(input: $input) { channel { name } userErrors { code } } }`,
      { input: { channelId: read.data.viewer.channel.id, name: 'Still here' } },
    )
    expect(data.updateChannel).toEqual({ channel: { name: 'Still here' }, userErrors: [] })
  })
})
