import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Person, startTestApi, type TestApi } from '../testing/start-test-api.ts'

const PROGRAM = path.resolve(import.meta.dirname, '../../dist/bin/set-role.js')

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.stop())

const run = promisify(execFile)
async function setRole(...words: string[]): Promise<{ code: number; said: string }> {
  const { DATABASE_URL, CACHE_REDIS_URL } = api.environment
  const env = { PATH: process.env.PATH ?? '', DATABASE_URL, CACHE_REDIS_URL }
  try {
    const { stdout } = await run(process.execPath, [PROGRAM, ...words], { env })
    return { code: 0, said: stdout }
  } catch (cause) {
    const { code, stderr } = cause as { code: number; stderr: string }
    return { code, said: stderr }
  }
}
const meOf = async (person: Person) => (await person.ask('{ viewer { email role } }')).data.viewer

it('set-role makes an administrator of who has confirmed an address, as of their next request', async () => {
  const ada = await api.signUp('Ada')
  const { email } = await meOf(ada)
  expect(await setRole(email.toUpperCase(), 'admin')).toMatchObject({ code: 0 })
  expect((await meOf(ada)).role).toBe('ADMIN')
  expect(await setRole(email, 'member')).toMatchObject({ code: 0 })
  expect((await meOf(ada)).role).toBe('MEMBER')
})

it('set-role trusts no address that nobody has confirmed, and says how it is used', async () => {
  await fetch(`${api.url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'boss@test.example', password: 'correct horse', name: 'Not the boss' }),
  })
  expect(await setRole('boss@test.example', 'admin')).toMatchObject({ code: 67 })
  expect(await setRole('nobody@test.example', 'admin')).toMatchObject({ code: 67 })
  expect(await setRole('boss@test.example', 'king')).toMatchObject({
    code: 64,
    said: expect.stringContaining('Usage'),
  })
})
