import type { Request } from 'express'

export type MediaType = 'application/json' | 'application/graphql-response+json'

/** Each with and without its parameter, because a parameter that a client names must be matched. */
const OFFERED = [
  'application/json',
  'application/json; charset=utf-8',
  'application/graphql-response+json',
  'application/graphql-response+json; charset=utf-8',
]

/** What the client takes; plain JSON where it does not mind, null where it takes neither (GraphQL over HTTP, section 6.1). */
export function chooseMediaType(request: Request): MediaType | null {
  const accepted = request.accepts(OFFERED)
  if (accepted === false) return null
  return accepted.startsWith('application/json') ? 'application/json' : 'application/graphql-response+json'
}
