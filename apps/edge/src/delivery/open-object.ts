import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { type ObjectReader, StorageError } from '@marquee/storage'
import type { DeliveryFailure } from '../http/delivery-error.ts'
import type { FileType } from './file-kinds.ts'
import { type AnswerPlan, needsObjectFirst, planAnswer } from './plan-answer.ts'

/** All that the origin needs of a store. */
export type DeliveryStore = Pick<ObjectReader, 'get' | 'head'>

export interface OpenRequest {
  readonly method: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly key: string
  readonly type: FileType
  readonly signal: AbortSignal
}

/** `body` is null for HEAD and 304. Whoever gets one must consume or destroy it. */
export interface OpenedObject {
  readonly plan: AnswerPlan
  readonly body: Readable | null
}

/** Seconds after which a client may come again while the store is away. */
const RETRY_AFTER_S = '2'

/**
 * Asks the store for what the request wants: one call for a plain GET, which is nearly every request; two
 * where a range or a condition needs the size or the tag first.
 */
export async function openObject(
  store: DeliveryStore,
  request: OpenRequest,
): Promise<OpenedObject | DeliveryFailure> {
  try {
    return needsObjectFirst(request.method, request.headers)
      ? await openKnown(store, request)
      : await openWhole(store, request)
  } catch (error) {
    if (error instanceof StorageError) return failureOf(error)
    throw error
  }
}

async function openWhole(store: DeliveryStore, { method, headers, key, type, signal }: OpenRequest) {
  const object = await store.get(key, { signal })
  return { plan: planAnswer(method, headers, object, type), body: object.body }
}

async function openKnown(
  store: DeliveryStore,
  { method, headers, key, type, signal }: OpenRequest,
): Promise<OpenedObject | DeliveryFailure> {
  const object = await store.head(key, { signal })
  if (!object) return { code: 'NOT_FOUND' }
  const plan = planAnswer(method, headers, object, type)
  if (plan.status === 416) return { code: 'RANGE_NOT_SATISFIABLE', headers: plan.headers }
  if (plan.status === 304 || method === 'HEAD') return { plan, body: null }
  const part = plan.range ? { range: plan.range } : {}
  const { body } = await store.get(key, { ...part, ifMatch: object.etag, signal })
  return { plan, body }
}

function failureOf(error: StorageError): DeliveryFailure {
  switch (error.code) {
    case 'OBJECT_NOT_FOUND':
      return { code: 'NOT_FOUND' }
    case 'RANGE_NOT_SATISFIABLE':
      return { code: 'RANGE_NOT_SATISFIABLE' }
    case 'STORAGE_UNAVAILABLE':
      return { code: 'STORAGE_UNAVAILABLE', headers: { 'retry-after': RETRY_AFTER_S } }
    default:
      return { code: 'STORAGE_FAILED' }
  }
}
