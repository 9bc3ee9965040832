import { documentIdOf } from '@marquee/schema/graphql'
import type { Client } from 'graphql-ws'
import type { Question } from './answer.ts'

let client: Promise<Client> | undefined

/** graphql-ws is fetched when the first subscription starts; the socket closes when the last one ends. */
function connect(): Promise<Client> {
  client ??= import('graphql-ws').then(({ createClient }) =>
    createClient({
      url: `${window.location.origin.replace(/^http/, 'ws')}/graphql`,
      lazy: true,
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: () => true,
    }),
  )
  return client
}

/**
 * Follows a subscription until the returned function is called. It reconnects by itself; each connection starts with a
 * snapshot. `onEnd` hears the end, with the cause where the API refused.
 */
export function subscribe<T, V extends Record<string, unknown>>(
  question: Question<T, V>,
  variables: V,
  onData: (data: T) => void,
  onEnd: (cause?: unknown) => void = () => {},
): () => void {
  let ended = false
  let stop = () => {}
  connect()
    .then((socket) => {
      if (ended) return
      stop = socket.subscribe<T>(
        // The protocol wants a text; the API reads the id.
        { query: '', variables, extensions: { documentId: documentIdOf(question) } },
        {
          next: (result) => {
            if (result.data) onData(result.data)
          },
          error: onEnd,
          complete: () => onEnd(),
        },
      )
    })
    .catch(onEnd)
  return () => {
    ended = true
    stop()
  }
}
