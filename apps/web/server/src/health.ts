import type { ServerResponse } from 'node:http'

const READY_TIMEOUT_MS = 2_000

/** Answers /healthz (this process lives) and /readyz (its API answers too); false for any other path. */
export function answerHealth(url: string, response: ServerResponse, apiUrl: string): boolean {
  const path = url.split('?', 1)[0]
  if (path === '/healthz') {
    reply(response, 200, { status: 'ok' })
    return true
  }
  if (path !== '/readyz') return false
  fetch(`${apiUrl}/healthz`, { signal: AbortSignal.timeout(READY_TIMEOUT_MS) })
    .then((answer) => reply(response, answer.ok ? 200 : 503, { status: answer.ok ? 'ok' : 'api unhealthy' }))
    .catch(() => reply(response, 503, { status: 'api unreachable' }))
  return true
}

function reply(response: ServerResponse, status: number, body: { status: string }): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}
