import type { IncomingMessage } from 'node:http'
import { RequestRefused } from '../../schema/index.ts'

/** No page can set these without a preflight, which our CORS rules answer; nor can it set the type of JSON. */
const PREFLIGHT_HEADERS = ['apollo-require-preflight', 'graphql-require-preflight']

/**
 * Refuses what any page could make a visitor's browser send, cookies included, before anything is read or run.
 * @throws RequestRefused
 */
export function requirePreflight({ headers }: IncomingMessage): void {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  if (type === 'application/json' || PREFLIGHT_HEADERS.some((name) => headers[name])) return
  throw new RequestRefused('PREFLIGHT_REQUIRED')
}
