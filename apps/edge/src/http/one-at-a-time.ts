import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/**
 * Answers the requests of a connection one behind the other. Node hands over all that came in one packet at once, though
 * their answers leave in order: 400 requests in 64 kB would hold 400 connections to the store, for one client who reads
 * nothing. Browsers and caches do not pipeline, so it costs them nothing.
 */
export function oneAtATime(handle: Handler): Handler {
  const running = new WeakMap<Socket, Promise<void>>()

  return async (request, response) => {
    const { socket } = request
    const before = running.get(socket)
    const turn = before ? before.then(() => answerNext(request, response)) : answer(request, response)
    running.set(socket, turn)
    await turn
    if (running.get(socket) === turn) running.delete(socket)
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await handle(request, response)
    if (!response.closed) await once(response, 'close')
  }

  /** Without a socket, the connection ended with the answer before; nothing would ever tell that this one cannot leave. */
  async function answerNext(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (response.socket) await answer(request, response)
  }
}
