import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import {
  ObjectNotFound,
  PreconditionFailed,
  RangeNotSatisfiable,
  type StorageError,
  StorageRefused,
  StorageUnavailable,
  StoreAnswer,
} from '../../errors.ts'
import type { ObjectInfo, ObjectReader } from '../../port.ts'
import type { S3Settings } from '../context.ts'
import { rangeHeader } from '../get-object.ts'
import { isConnectionError } from '../translate-error.ts'
import { createSigner } from './sign-request.ts'

export interface S3Reader extends Pick<ObjectReader, 'get' | 'head'> {
  close(): void
}

interface Call {
  readonly method: 'GET' | 'HEAD'
  readonly key: string
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal | undefined
}

/** As for every program (context.ts): behind a slow viewer the sockets' buffers drain for minutes. */
const IDLE_TIMEOUT_MS = 300_000

/**
 * `get` and `head` of a bucket straight on Node's HTTP client, for a program that does nothing else all day: the SDK's
 * middleware costs more processor time a request than sending 256 kB does. Always path-style.
 */
export function createS3Reader({
  endpoint,
  region,
  bucket,
  credentials,
  maxSockets = 64,
}: S3Settings): S3Reader {
  const base = new URL(endpoint)
  const secure = base.protocol === 'https:'
  const agent = new (secure ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets, scheduling: 'lifo' })
  const begin = secure ? httpsRequest : httpRequest
  const sign = createSigner({ region, credentials })

  function send({ method, key, headers, signal }: Call): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const path = `/${bucket}/${encodeKey(key)}`
      const call = begin({
        hostname: base.hostname.replace(/^\[|\]$/g, ''),
        port: base.port || (secure ? 443 : 80),
        method,
        path,
        agent,
        headers: { host: base.host, ...sign({ method, host: base.host, path }), ...headers },
        timeout: IDLE_TIMEOUT_MS,
        ...(signal && { signal }),
      })
      call.once('timeout', () => call.destroy(new StorageUnavailable(operationOf(method))))
      call.once('response', resolve)
      call.once('error', (error) => reject(Object.assign(error, { reused: call.reusedSocket })))
      call.end()
    })
  }

  /** A kept connection may close as it is used again: that is not the store's refusal, and a second one is new. */
  async function answerTo(call: Call): Promise<IncomingMessage> {
    const answer = await send(call).catch((error: Error & { reused?: boolean }) => {
      if (call.signal?.aborted) throw call.signal.reason
      if (error.reused && isConnectionError(error)) return send(call)
      throw error
    })
    const { statusCode = 0 } = answer
    if (statusCode === 200 || statusCode === 206) return answer
    throw await refusalOf(answer, call)
  }

  async function translated(call: Call): Promise<IncomingMessage> {
    try {
      return await answerTo(call)
    } catch (error) {
      if (call.signal?.aborted) throw call.signal.reason
      if (isConnectionError(error)) throw new StorageUnavailable(operationOf(call.method), { cause: error })
      throw error
    }
  }

  return {
    async get(key, { range, ifMatch, signal } = {}) {
      const headers = {
        ...(range && { range: rangeHeader(range) }),
        ...(ifMatch !== undefined && { 'if-match': ifMatch }),
      }
      const answer = await translated({ method: 'GET', key, headers, signal })
      const contentRange = answer.headers['content-range']
      const info = objectInfo(key, answer)
      return {
        ...info,
        size: contentRange ? Number(contentRange.split('/')[1]) : info.size,
        body: answer,
        contentLength: info.size,
        contentRange,
      }
    },
    async head(key, { signal } = {}) {
      try {
        const answer = await translated({ method: 'HEAD', key, headers: {}, signal })
        answer.resume()
        return objectInfo(key, answer)
      } catch (error) {
        if (error instanceof ObjectNotFound) return undefined
        throw error
      }
    },
    close: () => agent.destroy(),
  }
}

/** Each byte but the unreserved ones and the slash, as SigV4 canonicalizes S3 paths. */
function encodeKey(key: string): string {
  return encodeURIComponent(key)
    .replace(/%2F/g, '/')
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

function operationOf(method: Call['method']): string {
  return method === 'GET' ? 'GetObject' : 'HeadObject'
}

function objectInfo(key: string, { headers }: IncomingMessage): ObjectInfo {
  return {
    key,
    size: Number(headers['content-length'] ?? 0),
    etag: headers.etag ?? '',
    lastModified: new Date(headers['last-modified'] ?? 0),
    contentType: headers['content-type'],
    cacheControl: headers['cache-control'],
  }
}

/** Longer than any error document of S3. Bytes. */
const MAX_DOCUMENT = 16_384

/** A HEAD has no body: a missing bucket is then a missing object, as with the SDK. */
async function refusalOf(answer: IncomingMessage, { method, key }: Call): Promise<StorageError> {
  let document = ''
  for await (const chunk of answer.setEncoding('utf8')) {
    if (document.length < MAX_DOCUMENT) document += chunk
  }
  const { statusCode: status } = answer
  const reason = /<Code>(\w+)<\/Code>/.exec(document)?.[1] ?? `HTTP ${status}`
  const requestId = answer.headers['x-amz-request-id']?.toString()
  const cause = new StoreAnswer(reason, { status, requestId, attempts: 1 })
  if (reason === 'NoSuchKey' || (status === 404 && method === 'HEAD'))
    return new ObjectNotFound(key, { cause })
  if (status === 412) return new PreconditionFailed(key, { cause })
  if (status === 416) return new RangeNotSatisfiable(key, { cause })
  if (status === undefined || (status >= 500 && status !== 501) || [408, 409, 425, 429].includes(status))
    return new StorageUnavailable(operationOf(method), { cause })
  return new StorageRefused(reason, { cause })
}
