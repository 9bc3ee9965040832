import { auditServer } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApi, type TestApi } from '../../testing/start-test-api.ts'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.stop())

/** As every client of ours asks: with the header that says it is no form of a foreign page. */
function fetchPreflighted(input: Parameters<typeof fetch>[0], init: RequestInit = {}) {
  const headers = new Headers(init.headers)
  headers.set('apollo-require-preflight', '1')
  return fetch(input, { ...init, headers })
}

describe('GraphQL over HTTP', () => {
  it('passes every audit of the working group, with all limits on', async () => {
    const results = await auditServer({ url: `${api.url}/graphql`, fetchFn: fetchPreflighted })
    const missed = results.filter(({ status }) => status !== 'ok')
    expect(
      missed.map((result) => `${result.id} ${result.name}: ${'reason' in result ? result.reason : ''}`),
    ).toEqual([])
    expect(results).toHaveLength(61)
  })
})
