import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../schema/index.ts'
import { type Person, startTestApi, type TestApi } from '../../testing/start-test-api.ts'
import { subscribe } from '../../testing/subscribe.ts'
import { AUDIENCES, includes } from './audience.ts'

const UPDATE = 'mutation ($input: UpdateVideoInput!) { updateVideo(input: $input) { userErrors { code } } }'

let api: TestApi
let ada: Person

beforeAll(async () => {
  api = await startTestApi({ API_INTROSPECTION: 'signed-in', API_FREE_DOCUMENTS: 'everyone' })
  ada = await api.signUp('Ada')
})
afterAll(() => api.stop())

describe('introspection for the signed-in', () => {
  it('is refused to a stranger, suggestions included', async () => {
    const asked = await api.stranger.ask(getIntrospectionQuery())
    expect(asked.errors?.[0]?.extensions.code).toBe('INTROSPECTION_REFUSED')
    const misspelt = await api.stranger.ask('{ vide { id } }')
    expect(misspelt.errors?.[0]?.message).not.toContain('Did you mean')
    const fits = await api.stranger.ask(UPDATE, { input: { videoId: 'x' } })
    expect(fits.data.updateVideo.userErrors).toHaveLength(1)
    const misfit = await api.stranger.ask(UPDATE, { input: { videoId: 'x', visibilit: 'PUBLIC' } })
    expect(misfit.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
    expect(JSON.stringify(misfit.errors)).not.toContain('Did you mean')
  })

  it('is refused to a stranger over a WebSocket as well', async () => {
    const socket = subscribe(api, api.stranger, '{ __schema { queryType { name } } }', {})
    expect((await socket.next()).errors).toMatchObject([{ extensions: { code: 'INTROSPECTION_REFUSED' } }])
    await socket.close()
  })

  it('is answered to a person', async () => {
    expect((await ada.ask(getIntrospectionQuery())).data.__schema.queryType.name).toBe('Query')
    expect((await ada.ask('{ vide { id } }')).errors?.[0]?.message).toContain('Did you mean')
  })
})

it('what is for nobody is for nobody who is signed in either', () => {
  const viewer = {} as Viewer
  expect(AUDIENCES.map((audience) => [includes(audience, null), includes(audience, viewer)])).toEqual([
    [true, true],
    [false, true],
    [false, false],
  ])
})
