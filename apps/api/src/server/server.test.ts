import { EventEmitter, once } from 'node:events'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/start-test-api.ts'
import { subscribe } from '../testing/subscribe.ts'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.stop())

const MODERN = 'application/graphql-response+json'

async function post(body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null }
}

describe('a document that cannot be run', () => {
  it.each([
    ['GRAPHQL_PARSE_FAILED', { query: '{' }],
    ['GRAPHQL_VALIDATION_FAILED', { query: '{ nothing }' }],
    ['OPERATION_RESOLUTION_FAILURE', { query: 'query A { __typename } query B { __typename }' }],
    ['SUBSCRIPTION_OVER_HTTP', { query: 'subscription { videoProgress(videoId: "x") { version } }' }],
    ['BAD_USER_INPUT', { query: 'query ($id: ID!) { video(id: $id) { id } }', variables: {} }],
    ['DOCUMENT_NOT_FOUND', { documentId: 'sha256:00' }],
    ['PERSISTED_QUERY_NOT_SUPPORTED', { extensions: { persistedQuery: { version: 1, sha256Hash: '00' } } }],
    ['QUERY_TOO_LONG', { query: `{ ${'__typename '.repeat(3_000)} }` }],
    [
      'QUERY_TOO_MANY_ALIASES',
      { query: `{ ${Array.from({ length: 31 }, (_, index) => `a${index}: __typename`).join(' ')} }` },
    ],
    ['QUERY_TOO_COMPLEX', { query: `{ ${'viewer { id } '.repeat(201)} }` }],
    [
      'QUERY_TOO_COMPLEX',
      {
        query: `{ ${Array.from({ length: 20 }, (_, index) => `a${index}: __schema { types { fields { type { fields { name } } } } }`).join(' ')} }`,
      },
    ],
    [
      'QUERY_TOO_DEEP',
      { query: `{ __schema { types ${'{ fields { type '.repeat(8)} { name } ${'} }'.repeat(8)} } }` },
    ],
  ])('is %s: 400 for those who know, 200 for the others', async (code, request) => {
    const modern = await post(request, { accept: MODERN })
    expect(modern.body.errors[0].extensions.code).toBe(code)
    expect(modern.status).toBe(400)
    expect(modern.body.data).toBeUndefined()
    const { status, headers, body } = await post(request, { accept: 'application/json' })
    expect(status).toBe(200)
    expect(body.errors[0].extensions.requestId).toBe(headers.get('x-request-id'))
  })

  it('is not one of a batch', async () => {
    const { status, body } = await post([{ query: '{ __typename }' }, { query: '{ __typename }' }])
    expect([status, body.errors[0].extensions.code]).toEqual([400, 'BAD_REQUEST'])
  })

  it('is a mutation in a link', async () => {
    const query = 'mutation { deleteVideo(input: { videoId: "x" }) { deletedVideoId } }'
    const headers = { 'apollo-require-preflight': '1' }
    const link = await fetch(`${api.url}/graphql?query=${encodeURIComponent(query)}`, { headers })
    expect(link.status).toBe(405)
    expect(link.headers.get('allow')).toBe('GET, POST')
  })
})

describe('an operation that asks for too much', () => {
  it.each([
    [
      'QUERY_TOO_COMPLEX',
      'pages of pages',
      'channel(handle: "a") { videos(first: 100) { nodes { channel { videos(first: 100) { nodes { id title } } } } } }',
    ],
    [
      'QUERY_TOO_DEEP',
      'depth',
      'videos(first: 1) { nodes { channel { videos(first: 1) { nodes { channel { videos(first: 1) { nodes { channel { videos(first: 1) { nodes { channel { id } } } } } } } } } } } }',
    ],
    [
      'QUERY_TOO_COMPLEX',
      'a statement for each of many rows',
      Array.from(
        { length: 5 },
        (_, n) => `a${n}: videos(first: 100) { nodes { channel { videos(first: 1) { nodes { id } } } } }`,
      ).join(' '),
    ],
  ])('is %s: %s', async (code, _, fields) => {
    const { status, body } = await post({ query: `{ ${fields} }` }, { accept: MODERN })
    expect([status, body.errors[0].extensions.code]).toEqual([400, code])
  })

  it('lets introspection through', async () => {
    const { getIntrospectionQuery } = await import('graphql')
    const { body } = await post({ query: getIntrospectionQuery() })
    expect(body.errors).toBeUndefined()
    expect(body.data.__schema.queryType.name).toBe('Query')
  })
})

describe('what goes wrong', () => {
  it('is masked, with an id to ask for it by, over HTTP and over a WebSocket', async () => {
    const broken = await startTestApi()
    await broken.database.$executeRaw`DROP TABLE video CASCADE`
    const query = '{ videos(first: 1) { nodes { id } } }'
    const answer = await broken.stranger.ask(query)
    const socket = subscribe(broken, broken.stranger, query, {})
    const event = await socket.next()
    await socket.close()
    await broken.stop()
    expect(answer.status).toBe(200)
    for (const { errors } of [answer, event]) {
      expect(errors).toHaveLength(1)
      expect(errors?.[0]).toMatchObject({
        path: ['videos'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) },
      })
    }
    expect(JSON.stringify([answer, event])).not.toMatch(/table|prisma|select/i)
  })

  it('before GraphQL is JSON too', async () => {
    expect(await post('{"query":')).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
    })
    expect((await post({ query: 'x'.repeat(300_000) })).status).toBe(413)
    expect((await fetch(`${api.url}/nowhere`)).status).toBe(404)
  })
})

describe('a body', () => {
  const query = JSON.stringify({ query: '{ __typename }' })
  const send = async (body: BodyInit, headers: Record<string, string> = {}, init: object = {}) => {
    const type = { 'content-type': 'application/json' }
    const sent = { method: 'POST', headers: { ...type, ...headers }, body, ...init }
    const response = await fetch(`${api.url}/graphql`, sent)
    return { status: response.status, ...((await response.json()) as object) }
  }

  it.each([
    ['that is compressed', gzipSync(query), { 'content-encoding': 'gzip' }, {}],
    ['of unknown length', new Blob([query]).stream(), {}, { duplex: 'half' }],
    ['that begins with a byte order mark', `\ufeff${query}`, {}, {}],
    [
      'in UTF-16',
      Buffer.from(query, 'utf16le'),
      { 'content-type': 'application/json; charset=utf-16le' },
      {},
    ],
  ])('%s is read', async (_, body, headers, init) => {
    expect(await send(body, headers, init)).toMatchObject({ status: 200, data: { __typename: 'Query' } })
  })

  it('that is empty, or of another type, asks nothing', async () => {
    expect(await send('')).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_REQUEST' } }] })
    const text = { 'content-type': 'text/plain', 'apollo-require-preflight': '1' }
    const refused = { status: 415, errors: [{ extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }] }
    expect(await send(query, text)).toMatchObject(refused)
  })
})

describe('other people’s pages', () => {
  it('cannot send a simple request, nor read an answer', async () => {
    const simple = await fetch(`${api.url}/graphql?query={__typename}`)
    expect(simple.status).toBe(400)
    expect(await simple.json()).toMatchObject({
      errors: [{ extensions: { code: 'PREFLIGHT_REQUIRED', requestId: expect.any(String) } }],
    })
    const form = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"query":"{__typename}"}',
    })
    expect(form.status).toBe(400)
    const allowed = async (origin: string) =>
      (await post({ query: '{__typename}' }, { origin })).headers.get('access-control-allow-origin')
    expect(await allowed('https://evil.example')).toBeNull()
    expect(await allowed(process.env.PUBLIC_WEB_URL ?? '')).toBe(process.env.PUBLIC_WEB_URL)
  })

  it('may ask with GET where the preflight header says that they may', async () => {
    const response = await fetch(`${api.url}/graphql?query={__typename}`, {
      headers: { 'apollo-require-preflight': '1' },
    })
    expect(await response.json()).toEqual({ data: { __typename: 'Query' }, extensions: { cost: 1 } })
  })
})

describe('the playground', () => {
  it('is served compressed to browsers, and needs no other host', async () => {
    const response = await fetch(`${api.url}/graphql`, {
      headers: { accept: 'text/html,*/*;q=0.8', 'accept-encoding': 'gzip, deflate, br' },
    })
    expect(response.headers.get('content-encoding')).toBe('br')
    const page = await response.text()
    expect(page).toContain('<title>Marquee')
    expect(page).not.toMatch(/<(script|link|img)[^>]+(src|href)="https?:/)
    const etag = response.headers.get('etag') ?? ''
    const again = await fetch(`${api.url}/graphql`, {
      headers: { accept: 'text/html', 'if-none-match': etag, 'cache-control': 'max-age=0' },
    })
    expect(again.status).toBe(304)
  })

  it('is the same for those who know no brotli', async () => {
    const { request } = await import('node:http')
    const raw = await new Promise<Buffer>((resolve, reject) => {
      const headers = { accept: 'text/html', 'accept-encoding': 'gzip' }
      request(`${api.url}/graphql`, { headers }, async (response) => {
        const chunks: Buffer[] = []
        for await (const chunk of response) chunks.push(chunk as Buffer)
        resolve(Buffer.concat(chunks))
      })
        .on('error', reject)
        .end()
    })
    expect(gunzipSync(raw).toString()).toContain('<title>Marquee')
  })
})

describe('operations', () => {
  it('answers /healthz, /readyz and /metrics', async () => {
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200)
    const ready = await fetch(`${api.url}/readyz`)
    expect(ready.status).toBe(200)
    const { checks } = (await ready.json()) as { checks: Record<string, { ok: boolean }> }
    expect(Object.keys(checks).sort()).toEqual(['cache', 'postgres', 'queue', 'storage'])
    expect(await (await fetch(`${api.url}/metrics`)).text()).toContain(
      'marquee_graphql_operation_seconds_bucket',
    )
  })

  it('finishes what is under way, and says that it is not ready', async () => {
    const leaving = await startTestApi()
    leaving.running.drain()
    expect((await fetch(`${leaving.url}/readyz`)).status).toBe(503)
    const events = new EventEmitter()
    const locked = once(events, 'locked')
    const holding = leaving.database.$transaction(
      async (tx) => {
        await tx.$executeRaw`LOCK TABLE video IN ACCESS EXCLUSIVE MODE`
        const released = once(events, 'release')
        events.emit('locked')
        await released
      },
      { timeout: 30_000 },
    )
    await locked
    const under = leaving.stranger.ask('{ videos(first: 1) { nodes { id } } }')
    const waiting = async () => {
      const [row] = await leaving.database.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted`
      return row?.count ?? 0
    }
    await expect.poll(waiting, { timeout: 10_000 }).toBeGreaterThan(0)
    const stopping = leaving.stop()
    await expect(fetch(`${leaving.url}/healthz`)).rejects.toThrow()
    events.emit('release')
    await Promise.all([holding, stopping])
    expect((await under).data).toEqual({ videos: { nodes: [] } })
  })
})
