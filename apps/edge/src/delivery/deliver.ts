import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { HotObjects } from '../hot/hot-objects.ts'
import { CORS_HEADERS } from '../http/cors-headers.ts'
import type { DeliveryFailure } from '../http/delivery-error.ts'
import { readRanges } from '../http/parse-range.ts'
import type { Authorize } from './authorize.ts'
import { cacheControl } from './cache-control.ts'
import { type FileKind, fileTypeOf } from './file-kinds.ts'
import { type DeliveryStore, type OpenedObject, openHeld, openObject } from './open-object.ts'
import { parseDeliveryPath } from './parse-delivery-path.ts'

export interface DeliverySettings {
  readonly store: DeliveryStore
  readonly hot: HotObjects
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
  const type = fileTypeOf(path.extension)
  if (!type) return { code: 'NOT_FOUND' }

  const { store, hot, storeTimeoutMs } = settings
  const { method, headers } = request
  const asked = { method, headers, ranges: readRanges(headers.range), key: path.key, type }
  const opened =
    openHeld(hot, asked) ??
    (await withClient(response, storeTimeoutMs, (signal) => openObject(store, hot, { ...asked, signal })))
  if ('code' in opened) return opened
  await send(response, opened, cacheControl(grant, type.kind, settings.now()))
  return { kind: type.kind }
}

/** Lets go of the store when the client leaves, and gives up when the store does not begin to answer. */
async function withClient(
  response: ServerResponse,
  timeoutMs: number,
  open: (signal: AbortSignal) => Promise<OpenedObject | DeliveryFailure>,
): Promise<OpenedObject | DeliveryFailure> {
  const abort = new AbortController()
  let late = false
  response.once('close', () => abort.abort())
  const timer = setTimeout(() => {
    late = true
    abort.abort()
  }, timeoutMs)
  try {
    return await open(abort.signal)
  } catch (error) {
    if (late) return { code: 'STORAGE_UNAVAILABLE', headers: { 'retry-after': '2' } }
    throw error
  } finally {
    clearTimeout(timer)
  }
}

async function send(response: ServerResponse, { plan, body }: OpenedObject, cache: string): Promise<void> {
  const streamed = body !== null && !Buffer.isBuffer(body)
  if (response.destroyed) {
    if (streamed) body.destroy()
    return
  }
  response.writeHead(plan.status, { ...CORS_HEADERS, ...plan.headers, 'cache-control': cache })
  if (streamed) await pipeline(body, response)
  else await sendAtOnce(response, body)
}

/** Bytes in memory go out by reference: a slow client holds no copy of them. */
function sendAtOnce(response: ServerResponse, body: Buffer | null): Promise<void> {
  return new Promise((resolve, reject) => {
    response.once('close', () =>
      response.writableFinished ? resolve() : reject(new Error('the client left before the end')),
    )
    if (body) response.end(body)
    else response.end()
  })
}
