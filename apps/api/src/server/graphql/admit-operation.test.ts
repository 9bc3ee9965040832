import { getIntrospectionQuery } from 'graphql'
import { beforeEach, describe, expect, it } from 'vitest'
import { assembleSchema } from '../assemble-schema.ts'
import { type Caller, createAdmission, type OperationRequest } from './admit-operation.ts'

const REGISTERED = `{ ${'viewer { id } '.repeat(60)} }`
const stranger = { viewer: null, address: '203.0.113.1' } as Caller

/** What was paid, in its order. */
let paid: number[]
/** What is left. */
let purse: number
const admit = createAdmission({
  schema: assembleSchema(),
  registered: new Map([['sha256:ab', REGISTERED]]),
  freeDocuments: 'everyone',
  introspection: 'everyone',
  limits: { account: 0, address: 1 },
  async spendBudget(_purses, cost) {
    const allowed = cost <= purse
    if (allowed) paid.push(cost)
    if (allowed) purse -= cost
    return { allowed, budget: { limit: 1, remaining: purse, resetAt: new Date() } }
  },
})
beforeEach(() => {
  paid = []
  purse = Number.POSITIVE_INFINITY
})

const ask = (query: string, more: Partial<OperationRequest> = {}) =>
  admit({ query, transport: 'post', ...more }, stranger)

async function codeOf(query: string, more: Partial<OperationRequest> = {}): Promise<unknown> {
  const admission = await ask(query, more)
  return 'document' in admission ? 'admitted' : admission[0]?.extensions.code
}

describe('reading a document', () => {
  it.each([
    ['GRAPHQL_PARSE_FAILED', '{'],
    ['GRAPHQL_VALIDATION_FAILED', '{ nothing }'],
    ['QUERY_TOO_LONG', `{ ${'id '.repeat(2_001)} }`],
    ['QUERY_TOO_COMPLEX', `{ ${'viewer { id } '.repeat(201)} }`],
    [
      'QUERY_TOO_COMPLEX',
      '{ videos(first: 100) { nodes { channel { videos(first: 100) { nodes { id } } } } } }',
    ],
    ['OPERATION_RESOLUTION_FAILURE', 'query A { __typename } query B { __typename }'],
    ['SUBSCRIPTION_OVER_HTTP', 'subscription { videoProgress(videoId: "x") { version } }'],
    ['BAD_USER_INPUT', 'query ($id: ID!) { video(id: $id) { id } }'],
    ['admitted', '{ videos(first: 3) { nodes { title } } }'],
  ])('is paid though it be %s', async (code, text) => {
    expect(await codeOf(text)).toBe(code)
    expect(paid[0]).toBe(Math.min(Math.max(Math.round(text.length ** 2 / 400), 100), 20_000))
  })

  it('is paid once, and not at all where it is registered', async () => {
    const text = '{ __typename videos(first: 1) { nodes { id } } }'
    await ask(text)
    const [reading, cost] = paid
    await ask(text)
    expect(paid).toEqual([reading, cost, cost])
    expect(await codeOf(REGISTERED)).toBe('admitted')
    expect(paid).toEqual([reading, cost, cost, 120])
  })

  it('is refused to who has nothing left, before it is read', async () => {
    purse = 99
    expect(await codeOf('{')).toBe('RATE_LIMITED')
    expect(paid).toEqual([])
  })
})

describe('introspection', () => {
  it('costs the fields that it answers', async () => {
    const small = await ask('{ __schema { queryType { name } } }')
    expect('document' in small && small.contextValue.cost).toBe(4)
    const whole = await ask(getIntrospectionQuery())
    const cost = 'document' in whole ? whole.contextValue.cost : 0
    expect(cost).toBeGreaterThan(4_000)
    expect(cost).toBeLessThan(20_000)
  })

  it('is refused where a short text asks for millions of them', async () => {
    const types = '__schema { types { fields { name type { ofType { fields { name } } } } } }'
    const text = `{ ${Array.from({ length: 30 }, (_, index) => `a${index}: ${types}`).join(' ')} }`
    expect(await codeOf(text)).toBe('QUERY_TOO_COMPLEX')
  })

  it('of a type that a variable fails to name says so', async () => {
    const text = 'query ($name: String!) { __type(name: $name) { name } }'
    expect(await codeOf(text, { variables: { name: 'Video' } })).toBe('admitted')
    expect(await codeOf(text)).toBe('BAD_USER_INPUT')
  })
})

describe('what is refused', () => {
  const IDS = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }'
  const wrong = (count: number) => ({ variables: { ids: Array.from({ length: count }, () => null) } })

  it('is told in twenty errors at most, however long a list is, and is paid', async () => {
    await ask(IDS)
    paid = []
    const admission = await ask(IDS, wrong(50_000))
    expect('document' in admission ? 0 : admission.length).toBeLessThanOrEqual(21)
    expect(paid).toEqual([100])
    purse = 99
    expect(await codeOf(IDS, wrong(1))).toBe('RATE_LIMITED')
  })

  it('is a variable that is null where its default was to stand', async () => {
    const text = 'query ($ids: [ID!] = []) { nodes(ids: $ids) { id } }'
    expect(await codeOf(text, { variables: { ids: null } })).toBe('BAD_USER_INPUT')
  })

  it('is not even paid where a text is too long to be read', async () => {
    expect(await codeOf(`{ __typename }${'\n'.repeat(16_000)}`)).toBe('QUERY_TOO_LONG')
    expect(paid).toEqual([])
  })

  it('costs as much as the most that may be answered where introspection had to be counted', async () => {
    const types = '__schema { types { fields { name type { ofType { fields { name } } } } } }'
    const text = `{ ${Array.from({ length: 30 }, (_, index) => `b${index}: ${types}`).join(' ')} }`
    await ask(text)
    paid = []
    expect(await codeOf(text)).toBe('QUERY_TOO_COMPLEX')
    expect(paid).toEqual([20_000])
  })

  it('is a text with more than sixty fields that have arguments', async () => {
    const fields = (count: number) => `{ ${'video(id: "x") { id } '.repeat(count)} }`
    expect(await codeOf(fields(60))).toBe('admitted')
    expect(await codeOf(fields(61))).toBe('QUERY_TOO_COMPLEX')
  })
})
