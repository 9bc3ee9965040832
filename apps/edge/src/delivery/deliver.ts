import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { type PlaybackVerdict, verifyPlaybackToken } from '@marquee/service'
import { createCompressor } from '../http/choose-encoding.ts'
import { CORS_HEADERS } from '../http/cors-headers.ts'
import type { DeliveryFailure } from '../http/delivery-error.ts'
import { cacheControl } from './cache-control.ts'
import { type FileKind, fileTypeOf } from './file-kinds.ts'
import { type DeliveryStore, type OpenedObject, openObject } from './open-object.ts'
import { type DeliveryPath, parseDeliveryPath } from './parse-delivery-path.ts'

export interface DeliverySettings {
  readonly store: DeliveryStore
  /** PLAYBACK_SECRET. */
  readonly secret: string
  readonly now: () => Date
  /** Milliseconds until the store must have begun to answer. */
  readonly storeTimeoutMs: number
}

export interface Delivered {
  readonly kind: FileKind
}

type Grant = Extract<PlaybackVerdict, { ok: true }>

/**
 * Answers one GET or HEAD of a stream's file: the token first, then the name, then the store. Resolves when the
 * last byte has been handed to the system, or to why nothing was sent. Memory is a few buffers, whatever the
 * size: a slow client slows the store's connection, and one that leaves ends it.
 */
export async function deliver(
  settings: DeliverySettings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Delivered | DeliveryFailure> {
  const path = parseDeliveryPath(request.url ?? '')
  if (!path) return { code: 'NOT_FOUND' }
  const grant = authorize(settings, path)
  if (!grant.ok) return refusal(grant)
  const type = fileTypeOf(path.extension)
  if (!type) return { code: 'NOT_FOUND' }

  const { method, headers } = request
  const opened = await withClient(response, settings.storeTimeoutMs, (signal) =>
    openObject(settings.store, { method, headers, key: path.key, type, signal }),
  )
  if ('code' in opened) return opened
  await send(response, opened, cacheControl(grant, settings.now()))
  return { kind: type.kind }
}

function authorize({ secret, now }: DeliverySettings, { token, video }: DeliveryPath): PlaybackVerdict {
  return verifyPlaybackToken({ secret, video, token, now: now() })
}

function refusal(verdict: Exclude<PlaybackVerdict, Grant>): DeliveryFailure {
  return { code: verdict.reason === 'expired' ? 'PLAYBACK_TOKEN_EXPIRED' : 'PLAYBACK_TOKEN_INVALID' }
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
  if (response.destroyed) {
    body?.destroy()
    return
  }
  response.writeHead(plan.status, { ...CORS_HEADERS, ...plan.headers, 'cache-control': cache })
  if (!body) {
    response.end()
    return
  }
  if (plan.encoding) await pipeline(body, createCompressor(plan.encoding), response)
  else await pipeline(body, response)
}
