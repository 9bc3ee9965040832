import type { IncomingMessage } from 'node:http'
import { S3Error } from './s3-error.ts'

/** What of a request is signed, percent-decoded. */
export interface RequestHead {
  method: string
  /** The decoded path, `/bucket/key`. */
  path: string
  /** Decoded pairs in their order; `query` has the first of each name. */
  pairs: readonly (readonly [name: string, value: string])[]
  query: ReadonlyMap<string, string>
  /** Lower-case names; repeated headers are joined with a comma, as SigV4 does. */
  headers: ReadonlyMap<string, string>
}

/** One request as S3 sees it, path-style, before any trust. */
export interface S3Request extends RequestHead {
  bucket: string | undefined
  key: string | undefined
  /** The raw body, unread. */
  incoming: IncomingMessage
}

/** S3's bound on a key, in bytes of UTF-8. */
const MAX_KEY_BYTES = 1024

export function readRequest(incoming: IncomingMessage): S3Request {
  const { method = 'GET', url = '/' } = incoming
  const [rawPath = '/', ...rest] = url.split('?')
  const path = decode(rawPath)
  const pairs = readPairs(rest.join('?'))
  return {
    method,
    path,
    ...splitPath(path),
    pairs,
    query: firstOfEach(pairs),
    headers: readHeaders(incoming),
    incoming,
  }
}

function splitPath(path: string): Pick<S3Request, 'bucket' | 'key'> {
  const slash = path.indexOf('/', 1)
  const bucket = slash === -1 ? path.slice(1) : path.slice(1, slash)
  const key = slash === -1 ? '' : path.slice(slash + 1)
  return { bucket: bucket === '' ? undefined : bucket, key: key === '' ? undefined : checkedKey(key) }
}

/** @throws S3Error KeyTooLongError */
export function checkedKey(key: string): string {
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new S3Error('KeyTooLongError', 'Your key is too long')
  return key
}

function readPairs(rawQuery: string): [string, string][] {
  if (rawQuery === '') return []
  return rawQuery.split('&').map((pair) => {
    const equals = pair.indexOf('=')
    const [name, value] = equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)]
    return [decode(name.replaceAll('+', ' ')), decode(value.replaceAll('+', ' '))]
  })
}

function firstOfEach(pairs: readonly (readonly [string, string])[]): Map<string, string> {
  return new Map([...pairs].reverse())
}

function readHeaders(incoming: IncomingMessage): Map<string, string> {
  const headers = new Map<string, string>()
  for (const [name, values = []] of Object.entries(incoming.headersDistinct))
    headers.set(name, values.join(','))
  return headers
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new S3Error('InvalidURI', 'The request path is not percent-encoded UTF-8')
  }
}
