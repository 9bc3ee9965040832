import { EventEmitter, once } from 'node:events'
import { createServer, request as forward, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HeldAnswers {
  /** Stands for the server that it was made for. */
  readonly url: string
  /** Resolves once the server has done what a held request asked; only its answer is still missing. */
  readonly done: Promise<unknown>
  /** Hands the held answers on, and holds no more. */
  release(): void
  close(): void
}

/** A proxy that keeps back the answers to those requests that `holds` picks: a server that is slow to say what it did. */
export async function holdAnswers(
  target: string,
  holds: (request: IncomingMessage) => boolean,
): Promise<HeldAnswers> {
  const events = new EventEmitter()
  const done = once(events, 'done')
  const released = once(events, 'released')
  const proxy = createServer((request, response) => {
    const { method, headers } = request
    const onward = forward(new URL(request.url ?? '/', target), { method, headers }, async (answer) => {
      if (holds(request)) {
        events.emit('done')
        await released
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    request.pipe(onward)
  })
  await once(proxy.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    done,
    release: () => events.emit('released'),
    close() {
      proxy.closeAllConnections()
      proxy.close()
    },
  }
}
