import type { IncomingHttpHeaders } from 'node:http'
import type { FindClientAddress } from '@marquee/service'
import { toNodeHandler } from 'better-auth/node'
import express, { type RequestHandler } from 'express'
import { CLIENT_ADDRESS_HEADER } from '../accounts/index.ts'

/** A sign-up with every field at its longest is 2 kB. */
const MAX_BODY = '32kb'

/** Reads a body of whatever type, because the library itself would read one without end into memory. */
export const readSignInBody: RequestHandler = express.text({ type: () => true, limit: MAX_BODY })

/** The sign-in library's paths. Whatever address a caller claims is replaced by what `addressOf` finds. */
export function handleSignIn(
  signIn: (request: Request) => Promise<Response>,
  addressOf: FindClientAddress,
): RequestHandler {
  const handle = toNodeHandler(signIn)
  return async (request, response) => {
    request.headers[CLIENT_ADDRESS_HEADER] = addressOf(request)
    // To the library an empty body is one that it cannot read, and none is none.
    if (request.body === '') delete request.body
    if (!comesFromPage(request.headers)) delete request.headers['sec-fetch-mode']
    await handle(request, response)
  }
}

/**
 * Every browser says where a POST comes from. Node's own fetch sends `Sec-Fetch-Mode` and nothing else of a
 * browser's, which the library would take for a page that hides its origin.
 */
function comesFromPage(headers: IncomingHttpHeaders): boolean {
  return ['origin', 'referer', 'cookie', 'sec-fetch-site'].some((name) => headers[name] !== undefined)
}
