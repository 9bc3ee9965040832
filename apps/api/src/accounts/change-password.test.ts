import { errorMessage } from '@marquee/media'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTestApi, type TestApi } from '../testing/start-test-api.ts'
import { ATTEMPT_RULES } from './limit-attempts.ts'

const PASSWORD = 'correct horse'
const OTHER = 'battery staple'

let api: TestApi

beforeAll(async () => {
  const cache = new URL(process.env.CACHE_REDIS_URL ?? '')
  cache.pathname = '/6'
  api = await startTestApi({ CACHE_REDIS_URL: cache.href, MARQUEE_DEMO: '1' })
})
afterAll(() => api.stop())

function post(path: string, body: object, token?: string | null): Promise<Response> {
  return fetch(`${api.url}/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  })
}

const signIn = (email: string, password: string) => post('/sign-in/email', { email, password })

async function tokenOf(email: string, password = PASSWORD): Promise<string> {
  return (await signIn(email, password)).headers.get('set-auth-token') ?? ''
}

async function isSignedIn(token: string): Promise<boolean> {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ viewer { id } }' }),
  })
  return ((await response.json()) as { data: { viewer: object | null } }).data.viewer !== null
}

async function somebody() {
  const person = await api.signUp('Ada')
  const { email } = (await person.ask('{ viewer { email } }')).data.viewer
  return { token: person.token ?? '', email: email as string }
}

describe('changing a password', () => {
  it('takes the old one, signs other devices out, and is told by mail', async () => {
    const { token, email } = await somebody()
    const phone = await tokenOf(email)
    const change = { currentPassword: PASSWORD, newPassword: OTHER, revokeOtherSessions: true }
    const wrong = await post('/change-password', { ...change, currentPassword: 'wrong horse' }, token)
    expect([wrong.status, await wrong.json()]).toMatchObject([400, { code: 'INVALID_PASSWORD' }])
    const short = await post('/change-password', { ...change, newPassword: 'short' }, token)
    expect([short.status, await short.json()]).toMatchObject([400, { code: 'PASSWORD_TOO_SHORT' }])

    const changed = await post('/change-password', change, token)
    expect(changed.status).toBe(200)
    expect(await isSignedIn(changed.headers.get('set-auth-token') ?? '')).toBe(true)
    expect(await isSignedIn(phone)).toBe(false)
    expect((await signIn(email, PASSWORD)).status).toBe(401)
    expect((await signIn(email, OTHER)).status).toBe(200)
    await vi.waitFor(async () => {
      const mails = await api.database.localMail.findMany({
        where: { recipient: email },
        orderBy: { id: 'desc' },
      })
      expect(mails[0]).toMatchObject({ subject: 'Your password was changed' })
      expect(mails[0]?.text).toContain('who is signed in')
    }, 15_000)
  })

  it('leaves other devices signed in where that is wished', async () => {
    const { token, email } = await somebody()
    const phone = await tokenOf(email)
    await post('/change-password', { currentPassword: PASSWORD, newPassword: OTHER }, token)
    expect(await isSignedIn(phone)).toBe(true)
    expect(await isSignedIn(token)).toBe(true)
  })

  it('is no way to guess the old one', async () => {
    const { token } = await somebody()
    const guess = { currentPassword: 'wrong horse', newPassword: OTHER }
    const statuses: number[] = []
    for (let tries = 0; tries < ATTEMPT_RULES.password.here.max + 2; tries += 1)
      statuses.push((await post('/change-password', guess, token)).status)
    expect(statuses.filter((status) => status === 400)).toHaveLength(ATTEMPT_RULES.password.here.max)
    expect(statuses.at(-1)).toBe(429)
  })

  it('wants somebody who is signed in', async () => {
    const change = { currentPassword: PASSWORD, newPassword: OTHER }
    expect((await post('/change-password', change)).status).toBe(401)
  })
})

describe('an account of the demo', () => {
  const email = 'viewer@marquee.localhost'
  const password = 'marquee-demo'
  const FORBIDDEN = [403, { code: 'DEMO_ACCOUNT', message: errorMessage('DEMO_ACCOUNT') }]

  it('keeps its password and its other visitors, whoever is signed in to it', async () => {
    await post('/sign-up/email', { email, password, name: 'Demo Viewer' })
    const [token, visitor] = [await tokenOf(email, password), await tokenOf(email, password)]
    const change = { currentPassword: password, newPassword: OTHER, revokeOtherSessions: true }
    const answer = await post('/change-password', change, token)
    expect([answer.status, await answer.json()]).toEqual(FORBIDDEN)
    expect((await signIn(email, password)).status).toBe(200)

    const ask = async (query: string) => {
      const response = await fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query }),
      })
      // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of an answer
      return ((await response.json()) as { data: any }).data
    }
    expect((await ask('{ viewer { sessions { isCurrent } } }')).viewer.sessions).toEqual([
      { isCurrent: true },
    ])
    const { endOtherSessions } = await ask('mutation { endOtherSessions { userErrors { code } } }')
    expect(endOtherSessions.userErrors).toEqual([{ code: 'DEMO_ACCOUNT' }])
    const others = await api.database.authSession.findMany({
      where: { user: { email } },
      select: { id: true },
    })
    for (const { id } of others)
      await ask(`mutation { endSession(input: { sessionId: "${id}" }) { userErrors { code } } }`)
    expect(await isSignedIn(visitor)).toBe(true)
  })

  it('gets no new password by mail', async () => {
    await post('/request-password-reset', { email })
    expect(await api.database.localMail.count({ where: { recipient: email } })).toBe(0)
  })
})
