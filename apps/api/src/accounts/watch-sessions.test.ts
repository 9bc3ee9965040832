import { createLogger } from '@marquee/service'
import { createClient } from 'graphql-ws'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { startApi } from '../server/start-api.ts'
import { makeVideo } from '../testing/make-video.ts'
import { type Person, startTestApi, type TestApi } from '../testing/start-test-api.ts'
import { createSessionWatch } from './watch-sessions.ts'

const silent = createLogger('api', { level: 'silent' })
const PASSWORD = 'correct horse'

let api: TestApi
let other: Awaited<ReturnType<typeof startApi>>

beforeAll(async () => {
  api = await startTestApi()
  other = await startApi({ ...api.environment, API_PORT: 0 }, silent)
})
afterAll(async () => {
  await other.stopListening()
  await other.close()
  await api.stop()
})

/** What became of a subscription: `open` once it was answered, then the code it was closed with, then what was said on reconnecting. */
async function follow(port: number, token: string | null, videoId: string) {
  const seen: unknown[] = []
  const client = createClient({
    url: `ws://127.0.0.1:${port}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: () => Promise.resolve(),
    on: { closed: (event) => seen.push((event as CloseEvent).code) },
  })
  client.subscribe(
    {
      query: 'subscription ($id: ID!) { videoProgress(videoId: $id) { version } }',
      variables: { id: videoId },
    },
    {
      next: ({ errors }) => seen.push(errors?.[0]?.extensions?.code ?? 'open'),
      error: (errors) => seen.push(Array.isArray(errors) ? errors[0].extensions.code : String(errors)),
      complete: () => {},
    },
  )
  await vi.waitFor(() => expect(seen).toEqual(['open']), 10_000)
  return { seen, close: () => client.dispose() }
}

const CLOSED = ['open', 4403, 'UNAUTHENTICATED']

async function alsoOn(email: string): Promise<string> {
  const answer = await post('/sign-in/email', { email, password: PASSWORD })
  return answer.headers.get('set-auth-token') ?? ''
}

function post(path: string, body: object, token?: string | null): Promise<Response> {
  return fetch(`${api.url}/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  })
}

async function somebody(): Promise<{ ada: Person; email: string; videoId: string }> {
  const ada = await api.signUp('Ada')
  const { email } = (await ada.ask('{ viewer { email } }')).data.viewer
  return { ada, email, videoId: await makeVideo(api.database, ada) }
}

describe('a WebSocket', () => {
  it('is closed when its session is signed out from elsewhere, over any instance; others stay', async () => {
    const { ada, email, videoId } = await somebody()
    const phone = await alsoOn(email)
    const here = await follow(api.running.port, ada.token, videoId)
    const there = await Promise.all(
      [api.running.port, other.port].map((port) => follow(port, phone, videoId)),
    )
    await ada.ask('mutation { endOtherSessions { userErrors { code } } }')
    for (const { seen } of there) await vi.waitFor(() => expect(seen.slice(0, 3)).toEqual(CLOSED), 10_000)
    expect(here.seen).toEqual(['open'])
    await Promise.all([here, ...there].map(({ close }) => close()))
  })

  it('is closed by signing out, and by a new password', async () => {
    const { ada, email, videoId } = await somebody()
    const signedOut = await follow(other.port, ada.token, videoId)
    await post('/sign-out', {}, ada.token)
    await vi.waitFor(() => expect(signedOut.seen.slice(0, 3)).toEqual(CLOSED), 10_000)

    const reset = await follow(other.port, await alsoOn(email), videoId)
    await post('/request-password-reset', { email })
    const token = await vi.waitFor(async () => {
      const found = await api.database.authVerification.findFirst({
        where: { identifier: { startsWith: 'reset-password:' } },
        orderBy: { createdAt: 'desc' },
      })
      return found?.identifier.slice('reset-password:'.length) ?? Promise.reject(new Error('none yet'))
    }, 15_000)
    expect((await post('/reset-password', { token, newPassword: 'battery staple' })).status).toBe(200)
    await vi.waitFor(() => expect(reset.seen.slice(0, 3)).toEqual(CLOSED), 10_000)
    await Promise.all([signedOut, reset].map(({ close }) => close()))
  })
})

describe('createSessionWatch', () => {
  it('finds by itself what Redis did not say', async () => {
    const { ada } = await somebody()
    const [{ id }] = (await ada.ask('{ viewer { sessions { id } } }')).data.viewer.sessions
    const nowhere = new Redis('redis://127.0.0.1:1', { lazyConnect: true })
    const watch = createSessionWatch({
      database: api.database,
      publisher: nowhere,
      subscriber: nowhere,
      logger: silent,
      lookEveryMs: 50,
    })
    const end = vi.fn()
    watch.keep({ id, authUserId: 'whoever' }, { end })
    await api.database.authSession.delete({ where: { id } })
    await vi.waitFor(() => expect(end).toHaveBeenCalledOnce(), 10_000)
    watch.close()
    nowhere.disconnect()
  })
})
