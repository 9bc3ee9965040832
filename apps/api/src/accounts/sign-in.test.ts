import { randomUUID } from 'node:crypto'
import { setAccountRole } from '@marquee/domain/accounts'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeVideo } from '../testing/make-video.ts'
import { startTestApi, type TestApi } from '../testing/start-test-api.ts'

let api: TestApi

beforeAll(async () => {
  // A Redis database of its own, so that the limit that is tested here stops no other test.
  const cache = new URL(process.env.CACHE_REDIS_URL ?? '')
  cache.pathname = '/9'
  api = await startTestApi({ CACHE_REDIS_URL: cache.href, MARQUEE_DEMO: '1' })
})
afterAll(() => api.stop())

const WHO = '{ viewer { id name email role channel { handle name } } }'

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${api.url}/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

describe('signing up', () => {
  it('makes an account and a channel with a handle of its own', async () => {
    const first = await api.signUp('Zoë Álvarez')
    const second = await api.signUp('Zoë Álvarez')
    const { viewer } = (await first.ask(WHO)).data
    expect(viewer).toMatchObject({ name: 'Zoë Álvarez', role: 'MEMBER', channel: { handle: 'zoe_alvarez' } })
    expect(viewer.id).toMatch(/^acc_[0-9A-Za-z]{11}$/)
    expect((await second.ask(WHO)).data.viewer.channel.handle).toMatch(/^zoe_alvarez_\d{6}$/)
  })

  it('is made good after a crash in between, once by many requests at once', async () => {
    const person = await api.signUp('Crashed')
    await api.database.channel.deleteMany({ where: { name: 'Crashed' } })
    await api.database.account.deleteMany({ where: { name: 'Crashed' } })
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => person.ask(WHO)))
    expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1)
    expect(await api.database.channel.count({ where: { name: 'Crashed' } })).toBe(1)
  })

  it('refuses a short password', async () => {
    const body = { name: 'Ada', email: 'ada@test.example', password: 'short' }
    expect((await post('/sign-up/email', body)).status).toBe(400)
  })
})

describe('a name', () => {
  const signUp = (name: string) =>
    post('/sign-up/email', { name, email: `${randomUUID()}@test.example`, password: 'correct horse' })

  it.each([
    ['NAME_REQUIRED', ' \u200b '],
    ['NAME_TOO_LONG', 'x'.repeat(61)],
  ])('is refused with %s', async (code, name) => {
    const response = await signUp(name)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code })
  })

  it('is stored without what cannot be seen or stored', async () => {
    const person = await api.signUp('  Grace\u0000\nHopper ')
    expect((await person.ask(WHO)).data.viewer).toMatchObject({
      name: 'Grace Hopper',
      channel: { name: 'Grace Hopper' },
    })
  })
})

describe('a body', () => {
  it.each(['application/json', 'text/plain'])('of %s is not read beyond 32 kB', async (type) => {
    const body = JSON.stringify({ name: 'x'.repeat(40_000) })
    const headers = { 'content-type': type }
    const answer = await fetch(`${api.url}/api/auth/sign-up/email`, { method: 'POST', headers, body })
    expect(answer.status).toBe(413)
  })
})

describe('a session', () => {
  it('is a cookie for browsers, a bearer token for programs, and ends with sign-out', async () => {
    const { email } = (await (await api.signUp('Bob')).ask(WHO)).data.viewer
    expect((await post('/sign-in/email', { email, password: 'wrong horse' })).status).toBe(401)
    const response = await post('/sign-in/email', { email, password: 'correct horse' })
    const setCookie = response.headers.get('set-cookie') ?? ''
    expect(setCookie).toMatch(/^marquee\.session_token=.*; HttpOnly; SameSite=Lax/)
    expect(setCookie).not.toContain('Secure')
    const cookie = setCookie.split(';', 1)[0] ?? ''

    const who = async (headers: Record<string, string>) => {
      const answer = await fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query: WHO }),
      })
      return (
        ((await answer.json()) as { data: { viewer: { name: string } | null } }).data.viewer?.name ?? null
      )
    }
    const bearer = { authorization: `Bearer ${response.headers.get('set-auth-token')}` }
    expect(await who({ cookie })).toBe('Bob')
    expect(await who(bearer)).toBe('Bob')
    expect(await who({ authorization: 'Bearer made.up' })).toBeNull()
    const origin = process.env.PUBLIC_WEB_URL ?? ''
    expect((await post('/sign-out', {}, { cookie, origin: 'https://evil.example' })).status).toBe(403)
    expect((await post('/sign-out', {}, { cookie, origin })).status).toBe(200)
    expect(await who(bearer)).toBeNull()
  })

  it('of an administrator sees and changes what others hide', async () => {
    const owner = await api.signUp('Owner')
    const admin = await api.signUp('Admin')
    const { email } = (await admin.ask(WHO)).data.viewer
    const cache = new Redis(api.environment.CACHE_REDIS_URL)
    const parts = { database: api.database, ids: api.running.ids, cache }
    expect(await setAccountRole(parts, { email, role: 'admin' })).toMatchObject({ role: 'admin' })
    expect(await setAccountRole(parts, { email: 'nobody@test.example', role: 'admin' })).toBeNull()
    cache.disconnect()
    const id = await makeVideo(api.database, owner, { visibility: 'PRIVATE' })
    const { data } = await admin.ask(`query ($id: ID!) { video(id: $id) { viewerCanEdit } }`, { id })
    expect(data.video).toEqual({ viewerCanEdit: true })
  })
})

describe('demoAccounts', () => {
  it('are offered by a demo alone', async () => {
    const ask = async () => (await api.stranger.ask('{ demoAccounts { role email } }')).data.demoAccounts
    expect(await ask()).toEqual([])
    const email = 'admin@marquee.localhost'
    await post('/sign-up/email', { email, name: 'Demo Administrator', password: 'marquee-demo' })
    expect(await ask()).toEqual([{ role: 'ADMIN', email }])
    const other = await startTestApi({ MARQUEE_DEMO: '0' })
    expect((await other.stranger.ask('{ demoAccounts { email } }')).data.demoAccounts).toEqual([])
    await other.stop()
  })

  it('need no confirmation of their address', async () => {
    const credentials = { email: 'Creator@marquee.localhost', password: 'marquee-demo' }
    await post('/sign-up/email', { ...credentials, name: 'Demo Creator' })
    expect((await post('/sign-in/email', credentials)).status).toBe(200)
  })

  it('are nobody else’s: their addresses are taken by their password alone', async () => {
    const viewer = { email: 'Viewer@marquee.localhost', name: 'A stranger' }
    const refused = await post('/sign-up/email', { ...viewer, password: 'of my own choice' })
    expect([refused.status, await refused.json()]).toMatchObject([400, { code: 'INVALID_EMAIL' }])
    expect(await api.database.authUser.count({ where: { email: viewer.email.toLowerCase() } })).toBe(0)
    expect((await post('/sign-up/email', { ...viewer, password: 'marquee-demo' })).status).toBe(200)
  })

  it('let nobody in once the demo is over', async () => {
    const credentials = { email: 'Admin@marquee.localhost', password: 'marquee-demo' }
    const person = { ...credentials, name: 'Demo Administrator' }
    await post('/sign-up/email', person)
    const left = await api.database.authUser.findUniqueOrThrow({
      where: { email: credentials.email.toLowerCase() },
    })
    const over = await startTestApi({ MARQUEE_DEMO: '0' }, { reachDatabase: async () => api.databaseUrl })
    const send = (path: string, body: object, headers: Record<string, string> = {}) =>
      fetch(`${over.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      })
    expect((await send('/api/auth/sign-up/email', person)).status).toBe(400)
    expect((await send('/api/auth/sign-in/email', credentials)).status).toBe(401)
    const token = 'of-a-session-that-the-demo-left'
    const expiresAt = new Date(Date.now() + 60_000)
    await api.database.authSession.create({ data: { id: 'left', token, userId: left.id, expiresAt } })
    const answer = await send(
      '/graphql',
      { query: '{ viewer { id } }' },
      { authorization: `Bearer ${token}` },
    )
    expect(await answer.json()).toMatchObject({ data: { viewer: null } })
    await over.stop()
  })
})

// The last: it uses up what this address may try in a minute.
describe('signing in', () => {
  it('is not tried without end from one address', async () => {
    const statuses: number[] = []
    for (let index = 0; index < 61; index += 1) {
      const forged = { 'x-marquee-client-address': `203.0.113.${index}` }
      // Another account each time, since one account's limit would be reached first.
      const person = { email: `x${index}@test.example`, password: 'no' }
      statuses.push((await post('/sign-in/email', person, forged)).status)
    }
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0)
    expect(statuses.at(-1)).toBe(429)
  })
})
