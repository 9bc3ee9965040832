import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage, ServerResponse } from 'node:http'

const RETRY_AFTER_SECONDS = 5

/** Next bundles the pages apart from this server, so this module is there twice; what they share is not. */
const KEY = Symbol.for('marquee.page-response')
const shared = globalThis as typeof globalThis & { [KEY]?: AsyncLocalStorage<ServerResponse> }
shared[KEY] ??= new AsyncLocalStorage()
const responses = shared[KEY]

/** Renders a page whose parts may call {@link answerUnavailable}. */
export function renderDocument<T>(request: IncomingMessage, response: ServerResponse, render: () => T): T {
  // What Next's router fetches to change pages in the browser must stay 200, or it loads the whole document instead.
  return request.headers.rsc === undefined ? responses.run(response, render) : render()
}

/**
 * Has the document that is being rendered answer 503, so that caches, crawlers and balancers do not take «try again»
 * for the page. Without effect once the first bytes are on their way, since the status went before them.
 */
export function answerUnavailable(): void {
  const response = responses.getStore()
  if (!response || response.headersSent) return
  response.statusCode = 503
  response.setHeader('retry-after', RETRY_AFTER_SECONDS)
}
