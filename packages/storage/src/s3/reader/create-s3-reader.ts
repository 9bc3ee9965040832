import {
  ObjectNotFound,
  PreconditionFailed,
  RangeNotSatisfiable,
  type StorageError,
  StorageRefused,
  StorageUnavailable,
  StoreAnswer,
} from '../../errors.ts'
import type { ObjectContent, ObjectInfo, ObjectReader } from '../../port.ts'
import type { S3Settings } from '../context.ts'
import { rangeHeader } from '../get-object.ts'
import { isConnectionError } from '../translate-error.ts'
import { createConnectionPool } from './connection-pool.ts'
import { exchange, type Question, type StoreReply, UnreadableReply } from './exchange.ts'
import type { ObjectBody } from './object-body.ts'
import type { ResponseHead } from './response-head.ts'
import { createSigner } from './sign-request.ts'

export interface S3Reader extends Pick<ObjectReader, 'head'> {
  get(...question: Parameters<ObjectReader['get']>): Promise<ObjectContent & { body: ObjectBody }>
  close(): void
}

export interface S3ReaderSettings extends S3Settings {
  /** How long a connection may stand still that others wait for. Milliseconds. */
  readonly mayStallMs?: number
}

/**
 * Whoever takes nothing for so long is slower than any rendition needs, or paused. Shorter would take connections from those
 * who only drain their buffers, and what the store had sent ahead would be sent twice. Milliseconds.
 */
const MAY_STALL_MS = 2_000

interface Call {
  readonly method: 'GET' | 'HEAD'
  readonly key: string
  readonly range?: string
  readonly ifMatch?: string | undefined
  readonly signal: AbortSignal | undefined
}

/**
 * `get` and `head` of a bucket straight on sockets, for a program that does nothing else all day: the SDK's middleware
 * costs more processor time a request than sending 256 kB does, and Node's HTTP client more than half of what is left.
 * Always path-style.
 *
 * Who stalls holds no connection that somebody else needs: it is closed, and the rest of the object is asked for once the
 * reader goes on.
 */
export function createS3Reader({
  endpoint,
  region,
  bucket,
  credentials,
  maxSockets = 64,
  mayStallMs = MAY_STALL_MS,
}: S3ReaderSettings): S3Reader {
  const { protocol, hostname, port, host, pathname } = new URL(endpoint)
  const secure = protocol === 'https:'
  const origin = {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || (secure ? 443 : 80)),
    secure,
  }
  const pool = createConnectionPool(origin, maxSockets, mayStallMs)
  const sign = createSigner({ region, credentials })

  function question(call: Call): Question {
    const { method, key, range, ifMatch, signal } = call
    const path = `${pathname.replace(/\/$/, '')}/${bucket}/${encodeKey(key)}`
    const headers = sign({ method, host, path })
    let text = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n`
    for (const name in headers) text += `${name}: ${headers[name]}\r\n`
    if (range !== undefined) text += `range: ${range}\r\n`
    if (ifMatch !== undefined) text += `if-match: ${oneLine(ifMatch)}\r\n`
    const askForRest = async (head: ResponseHead, left: number) =>
      (await answered({ ...call, range: lastBytes(head, left), ifMatch: head.headers.get('etag') })).body
    return { method, text: `${text}\r\n`, signal, askForRest }
  }

  /**
   * A kept connection may close as it is used again, and the next kept one with it: that is not the store's refusal, so it is
   * asked again until a connection that has not served before says so.
   */
  async function ask(call: Call): Promise<StoreReply> {
    const asked = question(call)
    for (;;) {
      const connection = await pool.take(call.signal)
      try {
        return await exchange(pool, connection, asked)
      } catch (error) {
        if (call.signal?.aborted || !connection.isUsed() || !isConnectionError(error)) throw error
      }
    }
  }

  async function answered(call: Call): Promise<Extract<StoreReply, { ok: true }>> {
    const reply = await ask(call).catch((error: unknown) => {
      if (call.signal?.aborted) throw call.signal.reason
      if (error instanceof UnreadableReply || isConnectionError(error))
        throw new StorageUnavailable(operationOf(call.method), { cause: error })
      throw error
    })
    if (!reply.ok) throw refusalOf(reply.head, reply.document, call)
    return reply
  }

  return {
    async get(key, { range, ifMatch, signal } = {}) {
      const { head, body } = await answered({
        method: 'GET',
        key,
        ...(range && { range: rangeHeader(range) }),
        ifMatch,
        signal,
      })
      const contentRange = head.headers.get('content-range')
      const info = objectInfo(key, head)
      return {
        ...info,
        size: contentRange ? Number(contentRange.split('/')[1]) : info.size,
        body,
        contentLength: info.size,
        contentRange,
      }
    },
    async head(key, { signal } = {}) {
      try {
        return objectInfo(key, (await answered({ method: 'HEAD', key, signal })).head)
      } catch (error) {
        if (error instanceof ObjectNotFound) return undefined
        throw error
      }
    },
    close: () => pool.close(),
  }
}

/** Of what was asked for, which may be a range itself. */
function lastBytes({ headers, length }: ResponseHead, left: number): string {
  const last = /^bytes \d+-(\d+)\//.exec(headers.get('content-range') ?? '')?.[1]
  const end = last === undefined ? Number(length) - 1 : Number(last)
  return rangeHeader({ start: end - left + 1, end })
}

/** Each byte but the unreserved ones and the slash, as SigV4 canonicalizes S3 paths. */
function encodeKey(key: string): string {
  return encodeURIComponent(key)
    .replace(/%2F/g, '/')
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** A value with a line break would be a header more. */
function oneLine(value: string): string {
  if (/[\r\n]/.test(value)) throw new TypeError('A header has one line')
  return value
}

function operationOf(method: Call['method']): string {
  return method === 'GET' ? 'GetObject' : 'HeadObject'
}

function objectInfo(key: string, { headers, length }: ResponseHead): ObjectInfo {
  return {
    key,
    size: length ?? 0,
    etag: headers.get('etag') ?? '',
    lastModified: new Date(headers.get('last-modified') ?? 0),
    contentType: headers.get('content-type'),
    cacheControl: headers.get('cache-control'),
  }
}

/** A HEAD has no body: a missing bucket is then a missing object, as with the SDK. */
function refusalOf({ status, headers }: ResponseHead, document: string, { method, key }: Call): StorageError {
  const reason = /<Code>(\w+)<\/Code>/.exec(document)?.[1] ?? `HTTP ${status}`
  const cause = new StoreAnswer(reason, { status, requestId: headers.get('x-amz-request-id'), attempts: 1 })
  if (reason === 'NoSuchKey' || (status === 404 && method === 'HEAD'))
    return new ObjectNotFound(key, { cause })
  if (status === 412) return new PreconditionFailed(key, { cause })
  if (status === 416) return new RangeNotSatisfiable(key, { cause })
  if ((status >= 500 && status !== 501) || [408, 409, 425, 429].includes(status))
    return new StorageUnavailable(operationOf(method), { cause })
  return new StorageRefused(reason, { cause })
}
