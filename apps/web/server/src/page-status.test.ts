import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { answerUnavailable, renderDocument } from './page-status.ts'

it.each([
  ['a document', {}, 503, '5'],
  ['a change of pages in the browser', { rsc: '1' }, 200, null],
])(
  'answerUnavailable answers %s as it must be',
  async (_, headers: Record<string, string>, status, retryAfter) => {
    const server = createServer((request, response) => {
      const render = async () => {
        await setImmediate()
        answerUnavailable()
        response.end('the designed page')
      }
      void renderDocument(request, response, render)
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const answer = await fetch(`http://127.0.0.1:${port}`, { headers })
    expect(await answer.text()).toBe('the designed page')
    expect(answer.status).toBe(status)
    expect(answer.headers.get('retry-after')).toBe(retryAfter)
    server.close()
  },
)
