import { setAccountRole } from '@marquee/domain/accounts'
import { startTcpProxy, type TcpProxy } from '@marquee/domain/testing'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, startTestApi, type TestApi } from '../testing/start-test-api.ts'

const WHO = '{ viewer { email role } }'

let api: TestApi
/** Another instance over the same database; its way to Redis can be cut. */
let other: TestApi
let cache: Redis
let proxy: TcpProxy
/** Other tests may make either forget: what an answer costs is the least of a few. */
const ROUNDS = 5

beforeAll(async () => {
  api = await startTestApi()
  cache = new Redis(api.environment.CACHE_REDIS_URL)
  proxy = await startTcpProxy(api.environment.CACHE_REDIS_URL)
  other = await startTestApi({ DATABASE_URL: api.databaseUrl, CACHE_REDIS_URL: proxy.url })
})
afterAll(async () => {
  cache.disconnect()
  await other.stop()
  await api.stop()
  proxy.close()
})

async function roleAt({ url }: TestApi, { token }: Person): Promise<string | undefined> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: WHO }),
  })
  const { data } = (await response.json()) as { data: { viewer: { role: string } | null } }
  return data.viewer?.role
}

async function statementsOf(ask: () => Promise<unknown>): Promise<number> {
  const counted = async () => {
    const text = await (await fetch(`${api.url}/metrics`)).text()
    return Number(/^marquee_sql_statements_total\{.*\} (\d+)$/m.exec(text)?.[1])
  }
  const before = await counted()
  await ask()
  return (await counted()) - before
}

async function makeRole(person: Person, role: 'member' | 'admin'): Promise<void> {
  const { email } = (await person.ask(WHO)).data.viewer
  await setAccountRole({ database: api.database, ids: api.running.ids, cache }, { email, role })
}

describe('who asks', () => {
  it('costs the statements of their session alone', async () => {
    const ada = await api.signUp('Ada')
    const costs: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) costs.push(await statementsOf(() => ada.ask(WHO)))
    expect(Math.min(...costs)).toBe(2)
  })

  it('has another role as of the next request, at every instance', async () => {
    const ada = await api.signUp('Ada')
    for (const role of ['admin', 'member', 'admin'] as const) {
      await makeRole(ada, role)
      expect([await roleAt(api, ada), await roleAt(other, ada)]).toEqual([
        role.toUpperCase(),
        role.toUpperCase(),
      ])
    }
  })

  it('is a stranger as of the request after their session was ended', async () => {
    const ada = await api.signUp('Ada')
    expect(await roleAt(other, ada)).toBe('MEMBER')
    const headers = { authorization: `Bearer ${ada.token}`, 'content-type': 'application/json' }
    await fetch(`${api.url}/api/auth/sign-out`, { method: 'POST', headers, body: '{}' })
    expect([await roleAt(api, ada), await roleAt(other, ada)]).toEqual([undefined, undefined])
  })

  it('is answered without Redis, as they are now', async () => {
    const ada = await api.signUp('Ada')
    expect(await roleAt(other, ada)).toBe('MEMBER')
    proxy.cut()
    await makeRole(ada, 'admin')
    expect(await roleAt(other, ada)).toBe('ADMIN')
    proxy.mend()
  })
})
