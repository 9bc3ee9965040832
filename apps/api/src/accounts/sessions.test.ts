import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/start-test-api.ts'

const SESSIONS = '{ viewer { email sessions { id isCurrent lastSeenAt device { kind browser system } } } }'
const END =
  'mutation ($id: ID!) { endSession(input: { sessionId: $id }) { sessions { id } userErrors { code } } }'
const END_OTHERS = 'mutation { endOtherSessions { sessions { isCurrent } userErrors { code } } }'
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.stop())

/** Signs in again, as another device; answers its bearer token. */
async function alsoOn(email: string, userAgent: string): Promise<string> {
  const response = await fetch(`${api.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': userAgent },
    body: JSON.stringify({ email, password: 'correct horse' }),
  })
  return response.headers.get('set-auth-token') ?? ''
}

async function isSignedIn(token: string): Promise<boolean> {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ viewer { id } }' }),
  })
  return ((await response.json()) as { data: { viewer: object | null } }).data.viewer !== null
}

it('a person sees their devices and signs one out', async () => {
  const ada = await api.signUp('Ada')
  const { email } = (await ada.ask(SESSIONS)).data.viewer
  const firefox = await alsoOn(email, FIREFOX)
  const { sessions } = (await ada.ask(SESSIONS)).data.viewer
  expect(sessions).toHaveLength(2)
  expect(sessions.filter((session: { isCurrent: boolean }) => session.isCurrent)).toMatchObject([
    { device: { kind: 'PROGRAM' } },
  ])
  const other = sessions.find((session: { isCurrent: boolean }) => !session.isCurrent)
  expect(other.device).toEqual({ kind: 'COMPUTER', browser: 'Firefox', system: 'Linux' })
  expect(JSON.stringify(sessions)).not.toContain(firefox.split('.')[0])

  const { endSession } = (await ada.ask(END, { id: other.id })).data
  expect(endSession).toMatchObject({ sessions: [{}], userErrors: [] })
  expect(await isSignedIn(firefox)).toBe(false)
  expect((await ada.ask(END, { id: other.id })).data.endSession.userErrors).toEqual([])
})

it('a person signs out everywhere else', async () => {
  const ada = await api.signUp('Ada')
  const { email } = (await ada.ask(SESSIONS)).data.viewer
  const others = [await alsoOn(email, FIREFOX), await alsoOn(email, 'curl/8')]
  expect((await ada.ask(END_OTHERS)).data.endOtherSessions).toEqual({
    sessions: [{ isCurrent: true }],
    userErrors: [],
  })
  expect(await Promise.all(others.map(isSignedIn))).toEqual([false, false])
})

it('nobody sees or ends another person’s session', async () => {
  const [ada, eve] = [await api.signUp('Ada'), await api.signUp('Eve')]
  const [{ id }] = (await ada.ask(SESSIONS)).data.viewer.sessions
  await eve.ask(END, { id })
  await eve.ask(END_OTHERS)
  expect((await ada.ask(SESSIONS)).data.viewer.sessions).toHaveLength(1)
  expect((await api.stranger.ask(END_OTHERS)).data.endOtherSessions.userErrors).toEqual([
    { code: 'UNAUTHENTICATED' },
  ])
})

it('a session says when it was last seen', async () => {
  const ada = await api.signUp('Ada')
  const [{ id }] = (await ada.ask(SESSIONS)).data.viewer.sessions
  const yesterday = new Date(Date.now() - 86_400_000)
  await api.database.authSession.update({ where: { id }, data: { lastSeenAt: yesterday } })
  await ada.ask('{ viewer { id } }')
  const [session] = (await ada.ask(SESSIONS)).data.viewer.sessions
  expect(new Date(session.lastSeenAt).getTime()).toBeGreaterThan(Date.now() - 60_000)
})
