import type { IncomingMessage, ServerResponse } from 'node:http'
import express from 'express'
import { RequestRefused } from '../../schema/index.ts'

/** Bytes. A mutation with 5,000 characters of description, escaped, is 30 kB. */
const MAX_BODY = 262_144

const PLAIN_JSON = /^application\/json(?:; ?charset=utf-8)?$/i
const utf8 = new TextDecoder()
const readByLibrary = express.json({ limit: MAX_BODY })

/**
 * The JSON of a request's body; undefined for a body of another type, or none. What nearly everybody sends, a short text
 * of known length, is read here: the library looks first at all that a body may be.
 *
 * @throws RequestRefused for what is no JSON; an error of body-parser's for a body that is too long or in an unknown encoding
 */
export function readBody(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  return isPlain(request)
    ? readPlain(request)
    : new Promise((resolve, reject) => {
        readByLibrary(request, response, (error?: unknown) =>
          error ? reject(error) : resolve((request as { body?: unknown }).body),
        )
      })
}

function isPlain({ headers }: IncomingMessage): boolean {
  const { 'content-type': type, 'content-encoding': encoding, 'content-length': length } = headers
  return encoding === undefined && PLAIN_JSON.test(type ?? '') && Number(length) <= MAX_BODY
}

/** No longer than it says: Node's parser sees to that. */
function readPlain(request: IncomingMessage): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => void chunks.push(chunk))
    request.once('error', () => reject(new RequestRefused('BAD_REQUEST', 'The body broke off.')))
    request.once('end', () => {
      const [first] = chunks
      const bytes = first && chunks.length === 1 ? first : Buffer.concat(chunks)
      try {
        resolve(JSON.parse(utf8.decode(bytes)))
      } catch {
        reject(new RequestRefused('BAD_REQUEST', 'The body is no JSON.'))
      }
    })
  })
}
