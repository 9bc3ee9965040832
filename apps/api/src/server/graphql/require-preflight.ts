import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import { RequestRefused } from '../../schema/index.ts'

/** No page can set these without a preflight, which our CORS rules answer; nor can it set the type of JSON. */
const PREFLIGHT_HEADERS = ['apollo-require-preflight', 'graphql-require-preflight']

/** Refuses what any page could make a visitor's browser send, cookies included, before anything is read or run. */
export const requirePreflight: RequestHandler = (request, _response, next) => {
  if (!wasPreflighted(request)) throw new RequestRefused('PREFLIGHT_REQUIRED')
  next()
}

function wasPreflighted({ headers }: IncomingMessage): boolean {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  return type === 'application/json' || PREFLIGHT_HEADERS.some((name) => headers[name])
}
