import type { IncomingMessage } from 'node:http'
import accepts from 'accepts'
import { LRUCache } from 'lru-cache'

export type MediaType = 'application/json' | 'application/graphql-response+json'

/** Each with and without its parameter, because a parameter that a client names must be matched. */
const OFFERED = [
  'application/json',
  'application/json; charset=utf-8',
  'application/graphql-response+json',
  'application/graphql-response+json; charset=utf-8',
]

/** Few headers are sent, by the same few programs. */
const MAX_KEPT = 100
const MAX_KEPT_LENGTH = 300
const chosen = new LRUCache<string, { readonly mediaType: MediaType | null }>({ max: MAX_KEPT })

/** What the client takes; plain JSON where it does not mind, null where it takes neither (GraphQL over HTTP, section 6.1). */
export function chooseMediaType(request: IncomingMessage): MediaType | null {
  const { accept } = request.headers
  if (accept === undefined) return 'application/json'
  const known = chosen.get(accept)
  if (known) return known.mediaType
  const mediaType = choose(request)
  if (accept.length <= MAX_KEPT_LENGTH) chosen.set(accept, { mediaType })
  return mediaType
}

function choose(request: IncomingMessage): MediaType | null {
  const accepted = accepts(request).type(OFFERED)
  if (typeof accepted !== 'string') return null
  return accepted.startsWith('application/json') ? 'application/json' : 'application/graphql-response+json'
}
