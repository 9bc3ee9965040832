import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTestApi, type TestApi } from '../../testing/start-test-api.ts'
import { ANSWER_AFTER_MS } from '../answer-alike.ts'

const PASSWORD = 'correct horse'
const OTHER = 'battery staple'

let api: TestApi

beforeAll(async () => {
  const cache = new URL(process.env.CACHE_REDIS_URL ?? '')
  cache.pathname = '/7'
  api = await startTestApi({ CACHE_REDIS_URL: cache.href, MARQUEE_DEMO: '0' })
})
afterAll(() => api.stop())

function post(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${api.url}/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}

const signUp = (email: string, password = PASSWORD, headers: Record<string, string> = {}) =>
  post('/sign-up/email', { email, password, name: 'Ada' }, headers)
const signIn = (email: string, password = PASSWORD) => post('/sign-in/email', { email, password })

const somebody = () => `${randomUUID()}@test.example`

type Mailbox = { mails: { recipient: string; subject: string; text: string }[] }

/** The mails to an address, the newest first, once there are `count` of them. */
function mailsTo(email: string, count = 1): Promise<Mailbox['mails']> {
  return vi.waitFor(async () => {
    const { mails } = (await (await fetch(`${api.url}/api/auth/mailbox`)).json()) as Mailbox
    const theirs = mails.filter(({ recipient }) => recipient === email)
    expect(theirs.length).toBeGreaterThanOrEqual(count)
    return theirs
  }, 15_000)
}

/** What the link of a mail carries. */
const linkIn = (mail: { text: string } | undefined) => new URL(/https?:\S+/.exec(mail?.text ?? '')?.[0] ?? '')

const confirm = ({ search }: URL) => fetch(`${api.url}/api/auth/verify-email${search}`)

async function confirmed(): Promise<string> {
  const email = somebody()
  await signUp(email)
  await confirm(linkIn((await mailsTo(email))[0]))
  return email
}

describe('confirming an address', () => {
  it('is what lets a new account sign in; the link of its mail leads to a page', async () => {
    const email = somebody()
    const answer = await signUp(email)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect((await signIn(email)).status).toBe(401)
    expect(await api.database.account.count({ where: { name: 'Ada' } })).toBe(0)

    const link = linkIn((await mailsTo(email)).at(-1))
    expect(link.origin + link.pathname).toBe(`${process.env.PUBLIC_WEB_URL}/confirm-email`)
    const done = await confirm(link)
    expect(done.status).toBe(200)
    expect(done.headers.get('set-cookie')).toBeNull()
    expect((await signIn(email)).status).toBe(200)
  })

  it('is asked for in the language of who signs up', async () => {
    const email = somebody()
    await signUp(email, PASSWORD, { 'accept-language': 'ko-KR,ko;q=0.9,en;q=0.8' })
    expect((await mailsTo(email))[0]?.subject).toBe('이메일 주소를 확인해 주세요')
  })

  it('holds for the newest sign-up alone: an older link confirms no other password', async () => {
    const email = somebody()
    await signUp(email, OTHER)
    const older = linkIn((await mailsTo(email))[0])
    await signUp(email)
    const [newest] = await mailsTo(email, 2)
    expect((await confirm(older)).status).toBe(400)
    expect((await signIn(email, OTHER)).status).toBe(401)
    await confirm(linkIn(newest))
    expect((await signIn(email, OTHER)).status).toBe(401)
    expect((await signIn(email)).status).toBe(200)
  })

  it('takes no made-up and no foreign link', async () => {
    const email = somebody()
    await signUp(email)
    const link = linkIn((await mailsTo(email))[0])
    link.searchParams.set('account', 'another')
    expect((await confirm(link)).status).toBe(400)
    expect((await confirm(new URL('/confirm-email?token=made.up.one', link))).status).toBe(401)
    expect((await signIn(email)).status).toBe(401)
  })
})

describe('a forgotten password', () => {
  const ask = (email: string) => post('/request-password-reset', { email })

  it('is replaced by a link that works once, and ends every session', async () => {
    const email = await confirmed()
    const session = (await signIn(email)).headers.get('set-auth-token')
    await ask(email)
    const token = linkIn((await mailsTo(email, 2))[0]).searchParams.get('token')
    expect((await post('/reset-password', { token, newPassword: 'short' })).status).toBe(400)
    expect((await post('/reset-password', { token, newPassword: OTHER })).status).toBe(200)
    expect((await post('/reset-password', { token, newPassword: PASSWORD })).status).toBe(400)
    const who = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${session}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ viewer { id } }' }),
    })
    expect(await who.json()).toMatchObject({ data: { viewer: null } })
    expect((await signIn(email)).status).toBe(401)
    expect((await signIn(email, OTHER)).status).toBe(200)
    expect((await mailsTo(email, 3))[0]?.subject).toBe('Your password was changed')
  })

  it('is replaced within an hour', async () => {
    const email = await confirmed()
    await ask(email)
    const token = linkIn((await mailsTo(email, 2))[0]).searchParams.get('token')
    await api.database.authVerification.updateMany({
      where: { identifier: `reset-password:${token}` },
      data: { expiresAt: new Date(Date.now() - 1) },
    })
    expect((await post('/reset-password', { token, newPassword: OTHER })).status).toBe(400)
  })

  it('lets who guessed until they were stopped in again', async () => {
    const email = await confirmed()
    for (let guess = 0; guess < 11; guess += 1) await signIn(email, 'wrong')
    expect((await signIn(email)).status).toBe(429)
    await ask(email)
    const token = linkIn((await mailsTo(email, 2))[0]).searchParams.get('token')
    await post('/reset-password', { token, newPassword: OTHER })
    expect((await signIn(email, OTHER)).status).toBe(200)
  })
})

describe('an answer tells nobody whether there is an account', () => {
  /** What a stranger sees: the status, the shape of the body with what they sent themselves taken out, and no cookie. */
  async function seen(answer: Promise<Response>, email: string) {
    const { status, headers, ...rest } = await answer.then(async (response) => ({
      status: response.status,
      headers: response.headers,
      text: await response.text(),
    }))
    const text = rest.text
      .replaceAll(email, 'EMAIL')
      .replace(/"id":"[^"]+"/, '"id":"…"')
      .replace(/\d{4}-\d\d-\d\dT[^"]+/g, 'TIME')
    return { status, cookie: headers.get('set-cookie'), text }
  }

  it.each([
    ['sign-up', (email: string) => signUp(email)],
    [
      'sign-up at once by several',
      (email: string) => Promise.all([signUp(email), signUp(email)]).then((all) => all[1]),
    ],
    ['reset', (email: string) => post('/request-password-reset', { email })],
    ['another link', (email: string) => post('/send-verification-email', { email })],
    ['sign-in', (email: string) => signIn(email, 'wrong')],
    [
      'sign-up, then sign-in with what was given there',
      async (email: string) => {
        await signUp(email, OTHER)
        return signIn(email, OTHER)
      },
    ],
  ] as const)('%s', async (_, ask) => {
    const [there, nowhere] = [await confirmed(), somebody()]
    expect(await seen(ask(there), there)).toEqual(await seen(ask(nowhere), nowhere))
  })

  it('by its time', async () => {
    for (const email of [await confirmed(), somebody()]) {
      const started = performance.now()
      await post('/request-password-reset', { email })
      expect(performance.now() - started).toBeGreaterThan(ANSWER_AFTER_MS - 5)
    }
  })

  it('and the owner reads of it', async () => {
    const email = await confirmed()
    await signUp(email, OTHER)
    expect((await mailsTo(email, 2))[0]?.subject).toBe('You already have an account')
  })
})

it('the mailbox is shown on this machine alone', async () => {
  const headers = {
    'x-forwarded-for': '203.0.113.9',
    'x-marquee-proxy': process.env.PROXY_SECRET ?? '',
  }
  expect((await fetch(`${api.url}/api/auth/mailbox`, { headers })).status).toBe(404)
})
