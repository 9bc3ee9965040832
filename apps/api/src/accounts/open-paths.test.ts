import { betterAuth } from 'better-auth/minimal'
import { bearer } from 'better-auth/plugins/bearer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/start-test-api.ts'
import { OPEN_PATHS } from './open-paths.ts'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.stop())

/** Every path that the sign-in library answers, as it says itself. */
function libraryPaths(): string[] {
  const { api: endpoints } = betterAuth({
    secret: 'x'.repeat(32),
    plugins: [bearer()],
    logger: { disabled: true },
  })
  return Object.values(endpoints).flatMap((endpoint) =>
    'path' in endpoint && typeof endpoint.path === 'string' ? [endpoint.path] : [],
  )
}

describe('the sign-in library', () => {
  it('has every path that Marquee leaves open', () => {
    expect(libraryPaths()).toEqual(expect.arrayContaining(Object.keys(OPEN_PATHS)))
  })

  it('is closed where Marquee does not use it, to who is signed in as well', async () => {
    const { token } = await api.signUp('Ada')
    const closed = libraryPaths().filter((path) => !Object.hasOwn(OPEN_PATHS, path))
    expect(closed).toEqual(
      expect.arrayContaining(['/change-email', '/update-user', '/delete-user', '/revoke-sessions']),
    )
    for (const path of [...closed, '/change-email/', '//delete-user', '/%64elete-user'])
      for (const method of ['GET', 'POST']) {
        const answer = await fetch(`${api.url}/api/auth${path}`, {
          method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          ...(method === 'POST' ? { body: '{}' } : {}),
        })
        expect([method, path, answer.status]).toEqual([method, path, 404])
      }
  })
})
