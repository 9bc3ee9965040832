import { Readable } from 'node:stream'
import { type ObjectContent, type ObjectReader, RangeNotSatisfiable, StorageError } from '@marquee/storage'
import type { HotObject, HotObjects } from '../hot/hot-objects.ts'
import type { DeliveryFailure } from '../http/delivery-error.ts'
import type { ByteRange } from '../http/parse-range.ts'
import { type FileType, isCompressible } from './file-kinds.ts'
import { type AnswerPlan, type Asked, type KnownObject, planAnswer } from './plan-answer.ts'

/** All that the origin needs of a store. */
export type DeliveryStore = Pick<ObjectReader, 'get' | 'head'>

export interface OpenRequest extends Asked {
  readonly key: string
  readonly type: FileType
  readonly signal: AbortSignal
}

/** `body` is null for HEAD and 304; a Readable must be consumed or destroyed. */
export interface OpenedObject {
  readonly plan: AnswerPlan
  readonly body: Readable | Buffer | null
}

/** Seconds after which a client may come again while the store is away. */
const RETRY_AFTER_S = '2'

/**
 * What a request wants, from memory where the object is asked for often, else from the store: with one call for a plain
 * GET and for one with a range, which is nearly every request; with a HEAD first where a condition needs the tag.
 */
export async function openObject(
  store: DeliveryStore,
  hot: HotObjects,
  request: OpenRequest,
): Promise<OpenedObject | DeliveryFailure> {
  try {
    const object = await findHot(hot, request)
    if (object) return await openHot(object, request)
    return await openStored(store, request)
  } catch (error) {
    if (error instanceof RangeNotSatisfiable) return unsatisfiable(store, request)
    if (error instanceof StorageError) return failureOf(error)
    throw error
  }
}

/** Text is always held: it is small, everybody asks for it, and it is compressed once instead of for each. */
async function findHot(hot: HotObjects, { key, type, method }: OpenRequest): Promise<HotObject | null> {
  const held = hot.get(key)
  if (held) return held
  if (!isCompressible(type) && (method !== 'GET' || !hot.isWanted(key))) return null
  return hot.load(key)
}

/** What is in memory, at once where it is; undefined where the store, or a compressor, must be asked. */
export function openHeld(
  hot: HotObjects,
  request: Omit<OpenRequest, 'signal'>,
): OpenedObject | DeliveryFailure | undefined {
  const object = hot.get(request.key)
  if (!object) return undefined
  const plan = planAnswer(request, object, request.type)
  return plan.encoding ? undefined : cut(object, plan, request)
}

async function openHot(object: HotObject, request: OpenRequest): Promise<OpenedObject | DeliveryFailure> {
  const plan = planAnswer(request, object, request.type)
  if (!plan.encoding) return cut(object, plan, request)
  const body = await object.encoded(plan.encoding)
  const headers = { ...plan.headers, 'content-length': String(body.length) }
  return { plan: { ...plan, headers }, body: request.method === 'HEAD' ? null : body }
}

function cut({ bytes }: HotObject, plan: AnswerPlan, { method }: Asked): OpenedObject | DeliveryFailure {
  if (plan.status === 416) return { code: 'RANGE_NOT_SATISFIABLE', headers: plan.headers }
  if (plan.status === 304 || method === 'HEAD') return { plan, body: null }
  const slices = plan.ranges.map(({ start, end }) => bytes.subarray(start, end + 1))
  const { frame } = plan
  if (!frame) return { plan, body: slices[0] ?? bytes }
  const framed = slices.flatMap((slice, index) => [frame.heads[index] ?? Buffer.alloc(0), slice])
  return { plan, body: Buffer.concat([...framed, frame.tail]) }
}

async function openStored(
  store: DeliveryStore,
  request: OpenRequest,
): Promise<OpenedObject | DeliveryFailure> {
  const { method, headers, key, type, signal, ranges } = request
  const conditional =
    headers['if-none-match'] !== undefined ||
    headers['if-modified-since'] !== undefined ||
    headers['if-range'] !== undefined
  const [only, ...others] = ranges ?? []
  if (method === 'HEAD' || conditional || others.length > 0) return openKnown(store, request)
  const content = await store.get(key, { signal, ...(only && { range: only }) })
  // A store may send the whole where a part was asked for.
  const sent = only && content.contentRange === undefined ? { ...request, ranges: null } : request
  return { plan: planAnswer(sent, content, type), body: content.body }
}

/** Asks for size and tag first. */
async function openKnown(
  store: DeliveryStore,
  request: OpenRequest,
): Promise<OpenedObject | DeliveryFailure> {
  const { method, key, type, signal } = request
  const object = await store.head(key, { signal })
  if (!object) return { code: 'NOT_FOUND' }
  const plan = planAnswer({ ...request, headers: identity(request) }, object, type)
  if (plan.status === 416) return { code: 'RANGE_NOT_SATISFIABLE', headers: plan.headers }
  if (plan.status === 304 || method === 'HEAD') return { plan, body: null }
  const get = (range?: ByteRange) => store.get(key, { ...(range && { range }), ifMatch: object.etag, signal })
  const { frame, ranges } = plan
  if (!frame) return { plan, body: (await get(ranges[0])).body }
  return { plan, body: Readable.from(inFrame(frame, ranges, get), { objectMode: false }) }
}

/** What is streamed is never encoded. */
function identity({ headers }: OpenRequest) {
  return { ...headers, 'accept-encoding': 'identity' }
}

async function* inFrame(
  frame: NonNullable<AnswerPlan['frame']>,
  ranges: readonly ByteRange[],
  get: (range: ByteRange) => Promise<ObjectContent>,
): AsyncGenerator<Buffer> {
  for (const [index, range] of ranges.entries()) {
    yield frame.heads[index] ?? Buffer.alloc(0)
    yield* (await get(range)).body as AsyncIterable<Buffer>
  }
  yield frame.tail
}

/** The store does not always say how long the object is; whoever asked behind its end is to learn it. */
async function unsatisfiable(store: DeliveryStore, { key, signal }: OpenRequest): Promise<DeliveryFailure> {
  const object: KnownObject | undefined = await store.head(key, { signal }).catch(() => undefined)
  const place = object ? { headers: { 'content-range': `bytes */${object.size}` } } : {}
  return { code: 'RANGE_NOT_SATISFIABLE', ...place }
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
