import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebViewerDocument } from '@marquee/schema/graphql'
import { expect, it } from 'vitest'
import { ask } from './answer.ts'

async function answerTo(status: number, body: string) {
  const server = createServer((_, response) => response.writeHead(status).end(body))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const answer = await ask(`http://127.0.0.1:${port}/graphql`, WebViewerDocument, {})
  server.close()
  return answer
}

const errorOf = (code: string) => ({ message: 'No.', extensions: { code } })

it.each([
  [
    'partial data is an answer',
    200,
    { data: { viewer: null }, errors: [errorOf('INTERNAL_SERVER_ERROR')] },
    { ok: true, data: { viewer: null } },
  ],
  [
    'what is null because the database is away is none',
    200,
    { data: { viewer: null }, errors: [errorOf('SERVICE_UNAVAILABLE')] },
    { ok: false, cause: 'unreachable', code: 'SERVICE_UNAVAILABLE' },
  ],
  [
    'a database that is away for who asks',
    503,
    { errors: [errorOf('SERVICE_UNAVAILABLE')] },
    { ok: false, cause: 'unreachable', code: 'SERVICE_UNAVAILABLE' },
  ],
  [
    'a network that has too much open',
    429,
    { errors: [errorOf('TOO_MANY_CONNECTIONS')] },
    { ok: false, cause: 'unreachable', code: 'TOO_MANY_CONNECTIONS' },
  ],
  [
    'a refusal',
    400,
    { errors: [errorOf('QUERY_TOO_DEEP')] },
    { ok: false, cause: 'refused', code: 'QUERY_TOO_DEEP' },
  ],
])('ask: %s', async (_, status, body, answer) => {
  expect(await answerTo(status, JSON.stringify(body))).toEqual(answer)
})

it('ask: the page of a balancer', async () => {
  const answer = await answerTo(502, '<h1>Bad gateway</h1>')
  expect(answer).toEqual({ ok: false, cause: 'unreachable', code: 'HTTP_502' })
})
