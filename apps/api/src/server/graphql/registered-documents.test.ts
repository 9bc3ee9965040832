import { CliVideoProgressDocument, documentIdOf, WebHomeDocument } from '@marquee/schema/graphql'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { makeVideo } from '../../testing/make-video.ts'
import { type Person, startTestApi, type TestApi } from '../../testing/start-test-api.ts'
import { subscribe } from '../../testing/subscribe.ts'

let api: TestApi
let ada: Person

beforeAll(async () => {
  api = await startTestApi({ API_FREE_DOCUMENTS: 'signed-in' })
  ada = await api.signUp('Ada')
})
afterAll(() => api.stop())

async function send(body: object) {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return response.json()
}

describe('where free documents are for the signed-in', () => {
  it('a stranger’s registered document is answered', async () => {
    const documentId = documentIdOf(WebHomeDocument)
    expect(await send({ documentId, variables: { first: 2 } })).toMatchObject({
      data: { videos: { nodes: [] } },
      extensions: { cost: expect.any(Number) },
    })
  })

  it('a stranger’s own document is not, and a person’s is', async () => {
    expect(await send({ query: '{ __typename }' })).toMatchObject({
      errors: [{ extensions: { code: 'DOCUMENT_REFUSED' } }],
    })
    expect((await ada.ask('{ __typename }')).data).toEqual({ __typename: 'Query' })
  })

  it('the same holds on a socket', async () => {
    const socket = subscribe(api, api.stranger, '{ __typename }', {})
    expect((await socket.next()).errors).toMatchObject([{ extensions: { code: 'DOCUMENT_REFUSED' } }])
    await socket.close()
  })

  it('an id is answered on a socket as well', async () => {
    const videoId = await makeVideo(api.database, ada)
    const client = createClient({
      url: `${api.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${ada.token}` },
    })
    const extensions = { documentId: documentIdOf(CliVideoProgressDocument) }
    const events = client.iterate({ query: '', variables: { videoId }, extensions })
    expect((await events.next()).value).toMatchObject({ data: { videoProgress: { status: 'READY' } } })
    await client.dispose()
  })
})
