import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { addAbortSignal, type Readable } from 'node:stream'
import { attachment } from '@marquee/media'
import { ObjectBody } from '@marquee/storage'
import type { GrowingStreams } from '../growth/growing-streams.ts'
import { openManifest } from '../growth/open-manifest.ts'
import type { HotObjects } from '../hot/hot-objects.ts'
import { CORS_HEADERS } from '../http/cors-headers.ts'
import type { DeliveryFailure } from '../http/delivery-error.ts'
import { holdToPace } from '../http/hold-to-pace.ts'
import { readRanges } from '../http/parse-range.ts'
import type { Authorize } from './authorize.ts'
import { cacheControl, growingCacheControl } from './cache-control.ts'
import { type FileKind, fileTypeOf } from './file-kinds.ts'
import {
  type DeliveryStore,
  type OpenedObject,
  type OpenRequest,
  openHeld,
  openObject,
} from './open-object.ts'
import { parseDeliveryPath } from './parse-delivery-path.ts'

export interface DeliverySettings {
  readonly store: DeliveryStore
  readonly hot: HotObjects
  readonly growing: GrowingStreams
  readonly authorize: Authorize
  readonly now: () => Date
  /** Milliseconds until the store must have begun to answer. */
  readonly storeTimeoutMs: number
}

export interface Delivered {
  readonly kind: FileKind
}

/**
 * Answers one GET or HEAD of a stream's file: the token first, then the name, then memory or the store. Resolves when
 * the last byte has been handed to the system, or to why nothing was sent. Memory is a few buffers, whatever the
 * size: a slow client slows the store's connection, and one that leaves ends it.
 */
export async function deliver(
  settings: DeliverySettings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Delivered | DeliveryFailure> {
  const path = parseDeliveryPath(request.url ?? '')
  if (!path) return { code: 'NOT_FOUND' }
  const grant = settings.authorize(path)
  if (typeof grant === 'string') return { code: grant }
  const type = fileTypeOf(path)
  if (!type) return { code: 'NOT_FOUND' }

  const { store, hot, growing, storeTimeoutMs, now } = settings
  const { method, headers } = request
  const asked = { method, headers, ranges: readRanges(headers.range), key: path.key, type }
  const opened =
    openHeld(hot, asked) ??
    (type.kind === 'manifest'
      ? await openManifest(growing, asked, openStored, leavingOf(response).signal)
      : await openStored())
  if ('code' in opened) return opened
  const caching = opened.grows ? growingCacheControl(grant) : cacheControl(grant, type.kind, now())
  await send(response, opened, {
    'cache-control': caching,
    ...(path.purpose === 'download' && { 'content-disposition': attachment(path) }),
  })
  return { kind: type.kind }

  function openStored(): Promise<OpenedObject | DeliveryFailure> {
    return openForClient(response, storeTimeoutMs, (client) =>
      openObject(store, hot, { ...asked, ...client }),
    )
  }
}

/** Fires when the client leaves before its answer has ended. */
function leavingOf(response: ServerResponse): AbortController {
  const leaving = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) leaving.abort()
  })
  return leaving
}

/** Lets go of the store when the client leaves, and gives up when the store does not begin to answer. */
async function openForClient(
  response: ServerResponse,
  timeoutMs: number,
  open: (client: Pick<OpenRequest, 'signal' | 'within'>) => Promise<OpenedObject | DeliveryFailure>,
): Promise<OpenedObject | DeliveryFailure> {
  const abort = leavingOf(response)
  let late = false
  async function within<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    const timer = setTimeout(() => {
      late = true
      abort.abort()
    }, timeoutMs)
    try {
      return await call()
    } finally {
      clearTimeout(timer)
    }
  }
  try {
    return await within(() => open({ signal: abort.signal, within }))
  } catch (error) {
    if (late) return { code: 'STORAGE_UNAVAILABLE', headers: { 'retry-after': '2' } }
    throw error
  }
}

async function send(
  response: ServerResponse,
  { plan, body }: OpenedObject,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  if (response.destroyed) return
  response.writeHead(plan.status, { ...CORS_HEADERS, ...plan.headers, ...headers })
  if (body === null || Buffer.isBuffer(body)) return sendAtOnce(response, body)
  if (Symbol.asyncIterator in body) await holdToPace(response, () => sendPieces(response, body))
  else for (const piece of body) response.write(piece)
  return sendAtOnce(response, null)
}

async function sendPieces(response: ServerResponse, pieces: AsyncIterable<Readable | Buffer>): Promise<void> {
  for await (const piece of pieces) {
    if (Buffer.isBuffer(piece)) response.write(piece)
    else await pour(piece, response)
  }
}

function pour(piece: Readable, response: ServerResponse): Promise<void> {
  return piece instanceof ObjectBody ? piece.pourInto(response) : copy(piece, response)
}

/** pipeline() would leave its listeners on the response, those of each piece. */
async function copy(piece: Readable, response: ServerResponse): Promise<void> {
  const left = new AbortController()
  const leave = () => left.abort()
  response.once('close', leave)
  try {
    for await (const chunk of addAbortSignal(left.signal, piece)) {
      if (!response.write(chunk)) await once(response, 'drain', { signal: left.signal })
    }
  } finally {
    response.off('close', leave)
  }
}

/** Bytes in memory go out by reference: a slow client holds no copy of them. */
function sendAtOnce(response: ServerResponse, body: Buffer | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const left = () => reject(new Error('the client left before the end'))
    if (response.destroyed) return left()
    response.once('close', () => (response.writableFinished ? resolve() : left()))
    if (body) response.end(body)
    else response.end()
  })
}
