import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import type { Person, TestApi } from './start-test-api.ts'

export interface Subscription {
  /** Rejects where none comes in twenty seconds. */
  next(): Promise<Event>
  /** Events that came and were not asked for yet. */
  waiting(): readonly Event[]
  close(): Promise<void>
}

export interface Event {
  // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of an event
  readonly data?: any
  readonly extensions?: { readonly cost: number }
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]
}

/** A subscription over a real WebSocket, as `person`: with a bearer parameter, or with the cookie of the upgrade. */
export function subscribe(
  api: TestApi,
  person: Person,
  query: string,
  variables: Record<string, unknown>,
  by: 'bearer' | 'cookie' = 'bearer',
): Subscription {
  const headers = by === 'cookie' && person.cookie ? { cookie: person.cookie } : {}
  class WebSocketWithCookie extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols, { headers })
    }
  }
  const client = createClient({
    url: `${api.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocketWithCookie,
    retryAttempts: 0,
    ...(by === 'bearer' && person.token
      ? { connectionParams: { authorization: `Bearer ${person.token}` } }
      : {}),
  })
  const events: Event[] = []
  let wake = () => {}
  client.subscribe<unknown>(
    { query, variables },
    {
      next: (event) => {
        events.push(event as Event)
        wake()
      },
      error: (error) => {
        events.push({ errors: Array.isArray(error) ? error : [{ message: String(error) }] })
        wake()
      },
      complete: () => wake(),
    },
  )
  return {
    waiting: () => events,
    async next() {
      const until = Date.now() + 20_000
      while (events.length === 0) {
        if (Date.now() > until) throw new Error('No event came')
        await new Promise<void>((resolve) => {
          wake = resolve
          setTimeout(resolve, 250)
        })
      }
      return events.shift() as Event
    },
    async close() {
      await client.dispose()
    },
  }
}
