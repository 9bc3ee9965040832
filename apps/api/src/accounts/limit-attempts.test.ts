import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { guardRedis } from '@marquee/domain/metadata'
import { APIError } from 'better-auth/api'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../testing/start-test-api.ts'
import { createRequestCounter } from './count-requests.ts'
import {
  ATTEMPT_RULES,
  type Attempt,
  type AttemptLimits,
  createAttemptLimits,
  TOO_MANY_ATTEMPTS,
} from './limit-attempts.ts'

const { here } = ATTEMPT_RULES.password
const RIGHT = 'correct horse'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi({ CACHE_REDIS_URL: cacheUrl() })
})
afterAll(() => api.stop())

/** A Redis database of its own, so that the limits that are tested here stop no other test. */
function cacheUrl(): string {
  const url = new URL(process.env.CACHE_REDIS_URL ?? '')
  url.pathname = '/8'
  return url.href
}

/** Signs in as the web server would pass it on; answers the status, or the whole answer with `full`. */
function signIn(email: string, password: string, address: string, at = api): Promise<Response> {
  const headers = {
    'content-type': 'application/json',
    'x-forwarded-for': address,
    'x-marquee-proxy': process.env.PROXY_SECRET ?? '',
  }
  const body = JSON.stringify({ email, password })
  return fetch(`${at.url}/api/auth/sign-in/email`, { method: 'POST', headers, body })
}

async function statusesOf(answers: Promise<Response>[]): Promise<Partial<Record<number, Response[]>>> {
  const byStatus: Partial<Record<number, Response[]>> = {}
  for (const answer of await Promise.all(answers)) {
    byStatus[answer.status] = [...(byStatus[answer.status] ?? []), answer]
  }
  return byStatus
}

const guesses = (email: string, address: (index: number) => string, count = 50) =>
  statusesOf(Array.from({ length: count }, (_, index) => signIn(email, `wrong ${index}`, address(index))))

async function somebody(): Promise<string> {
  const { data } = await (await api.signUp('Somebody')).ask('{ viewer { email } }')
  return data.viewer.email
}

describe('guesses at a password', () => {
  it('of which 50 come at once: few are checked, and the owner gets in from elsewhere', async () => {
    const email = await somebody()
    const answers = await guesses(email, () => '203.0.113.1')
    expect(answers[401]).toHaveLength(here.max)
    expect(answers[429]).toHaveLength(50 - here.max)
    expect(await answers[429]?.[0]?.json()).toEqual(TOO_MANY_ATTEMPTS)
    expect(Number(answers[429]?.[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await signIn(email, RIGHT, '203.0.113.1')).status).toBe(429)
    expect((await signIn(email, RIGHT, '203.0.113.2')).status).toBe(200)
  })

  it('are told apart neither by spelling of the account nor by addresses of one IPv6 network', async () => {
    const email = await somebody()
    const spelled = (index: number) => (index % 2 ? email.toUpperCase() : email)
    const answers = await statusesOf(
      Array.from({ length: 30 }, (_, index) => signIn(spelled(index), 'wrong', `2001:db8::${index}`)),
    )
    expect(answers[401]).toHaveLength(here.max)
  })

  it('are answered alike where there is no such account', async () => {
    const told = async (email: string) => {
      const answers = await guesses(email, () => '203.0.113.3', here.max + 5)
      return [answers[401]?.length, await answers[401]?.[0]?.text(), await answers[429]?.[0]?.text()]
    }
    const toldOfSomebody = await told(await somebody())
    expect(toldOfSomebody).toEqual(await told(`${randomUUID()}@test.example`))
    expect(toldOfSomebody[0]).toBe(here.max)
  })

  it('are counted by the instance itself while Redis is away', async () => {
    const alone = await startTestApi({ CACHE_REDIS_URL: 'redis://127.0.0.1:1' })
    const statuses: number[] = []
    // In turn: ten connections that open at once may take a busy machine longer than an API waits for them.
    for (let guess = 0; guess < here.max + 5; guess += 1)
      statuses.push((await signIn('nobody@test.example', 'wrong', '203.0.113.5', alone)).status)
    expect(statuses).toEqual([...Array(here.max).fill(401), ...Array(5).fill(429)])
    await alone.stop()
  })
})

describe('createAttemptLimits', () => {
  let redis: Redis
  let limits: AttemptLimits

  beforeAll(async () => {
    redis = new Redis(cacheUrl())
    await once(redis, 'ready')
    // A busy machine must not be taken for an outage here.
    const guard = guardRedis(redis, { onFailure: () => undefined, patienceMs: 10_000 })
    limits = createAttemptLimits(redis, createRequestCounter(redis, guard), guard)
  })
  afterAll(() => redis.disconnect())

  const isAdmitted = (attempt: Attempt, email: string, address: string) =>
    limits.admit(attempt, { email, address }).then(
      () => true,
      (error: unknown) => {
        expect(error).toBeInstanceOf(APIError)
        return false
      },
    )

  it.each(['password', 'mail'] as const)(
    'stops a %s attempted from very many networks, and lets in who comes from where they signed in before',
    async (attempt) => {
      const email = `${randomUUID()}@test.example`
      await limits.succeeded({ email, address: '198.51.100.1' })
      const attempts = Array.from({ length: 150 }, (_, index) =>
        isAdmitted(attempt, email, `192.0.2.${index}`),
      )
      const admitted = (await Promise.all(attempts)).filter(Boolean)
      expect(admitted).toHaveLength(ATTEMPT_RULES[attempt].anywhere.max)
      expect(await isAdmitted(attempt, email, '192.0.2.250')).toBe(false)
      expect(await isAdmitted(attempt, email, '198.51.100.1')).toBe(true)
    },
  )

  it('forgets guesses once the password was right', async () => {
    const target = { email: `${randomUUID()}@test.example`, address: '198.51.100.2' }
    for (let round = 0; round < 3; round += 1) {
      for (let guess = 0; guess < here.max; guess += 1) await limits.admit('password', target)
      await limits.succeeded(target)
    }
  })
})

describe('the address of a caller', () => {
  it('is not what the caller says', async () => {
    const email = await somebody()
    const claim = (index: number) =>
      fetch(`${api.url}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': `203.0.113.${index}`,
          'x-marquee-client-address': `203.0.113.${index}`,
          'x-marquee-proxy': 'a guess',
          forwarded: `for=203.0.113.${index}`,
          'x-real-ip': `203.0.113.${index}`,
        },
        body: JSON.stringify({ email, password: 'wrong' }),
      })
    const answers = await statusesOf(Array.from({ length: 50 }, (_, index) => claim(index)))
    expect(answers[401]).toHaveLength(here.max)
  })
})
