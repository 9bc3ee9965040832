import type { Readable } from 'node:stream'
import { type ObjectContent, type ObjectReader, RangeNotSatisfiable, StorageError } from '@marquee/storage'
import type { HotObject, HotObjects } from '../hot/hot-objects.ts'
import type { DeliveryFailure } from '../http/delivery-error.ts'
import type { ByteRange, RangeSpec } from '../http/parse-range.ts'
import { type FileType, isCompressible } from './file-kinds.ts'
import { type AnswerPlan, type Asked, type KnownObject, planAnswer } from './plan-answer.ts'

/** All that the origin needs of a store. */
export type DeliveryStore = Pick<ObjectReader, 'get' | 'head'>

export interface OpenRequest extends Asked {
  readonly key: string
  readonly type: FileType
  /** Fires when the client leaves. */
  readonly signal: AbortSignal
  /** Gives up on a call of the store that does not begin to answer. */
  readonly within: <Answer>(call: () => Promise<Answer>) => Promise<Answer>
}

/** What goes out one behind the other. The first has begun to come; the signal of the request lets go of it. */
export type Pieces = AsyncIterable<Readable | Buffer> | readonly Buffer[]

/** `body` is null for HEAD and 304. */
export interface OpenedObject {
  readonly plan: AnswerPlan
  readonly body: Pieces | Buffer | null
  /** It will be another in a second. */
  readonly grows?: true
}

/**
 * As much is asked of the store at once: a gateway reads ahead what was asked for, whether or not the client takes it.
 * Without a bound 200 clients that stall hold 3.8 GB in Ceph's, and whoever comes next waits 8 s. Nearly every segment is
 * smaller. Bytes.
 */
const WINDOW = 4 * 1_048_576

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
    if (object) return await openInMemory(object, request)
    return await openStored(store, request).catch((error: unknown) => {
      if (!(error instanceof RangeNotSatisfiable)) throw error
      // Nothing is at the first byte of what is empty.
      return request.ranges ? unsatisfiable(store, request) : openKnown(store, request)
    })
  } catch (error) {
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
  request: Omit<OpenRequest, 'signal' | 'within'>,
): OpenedObject | DeliveryFailure | undefined {
  const object = hot.get(request.key)
  if (!object) return undefined
  const plan = planAnswer(request, object, request.type)
  return plan.encoding ? undefined : cut(object, plan, request)
}

/** What is in memory, compressed where the client wants that. */
export async function openInMemory(
  object: HotObject,
  request: Pick<OpenRequest, keyof Asked | 'type'>,
): Promise<OpenedObject | DeliveryFailure> {
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
  // By reference: joined, each client that stalls would hold a copy of the object.
  const framed = slices.flatMap((slice, index) => [frame.heads[index] ?? Buffer.alloc(0), slice])
  return { plan, body: [...framed, frame.tail] }
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
  const first = firstWindow(only)
  if (method === 'HEAD' || conditional || others.length > 0 || !first) return openKnown(store, request)
  const content = await store.get(key, { signal, range: first })
  // A store may send the whole where a part was asked for.
  if (content.contentRange === undefined) {
    return { plan: planAnswer({ ...request, ranges: null }, content, type), body: alone(content.body) }
  }
  const plan = planAnswer(request, content, type)
  const [range = { start: 0, end: content.size - 1 }] = plan.ranges
  return { plan, body: inWindows(readerOf(store, request, content.etag), range, content) }
}

/** Undefined where nothing says where the range begins, or whether there is anything. */
function firstWindow(range: RangeSpec | undefined): RangeSpec | undefined {
  if (!range) return { start: 0, end: WINDOW - 1 }
  if ('suffix' in range) return range.suffix <= WINDOW ? range : undefined
  const { start, end = Number.MAX_SAFE_INTEGER } = range
  return { start, end: Math.min(end, start + WINDOW - 1) }
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
  if (plan.status === 304 || method === 'HEAD' || object.size === 0) return { plan, body: null }
  const read = readerOf(store, request, object.etag)
  const { frame, ranges } = plan
  const [first = { start: 0, end: object.size - 1 }] = ranges
  // Opened before the answer begins, so that it can still be a refusal.
  const opened = await read(windowAt(first.start, first.end))
  return { plan, body: frame ? inFrame(frame, ranges, read, opened) : inWindows(read, first, opened) }
}

/** What is streamed is never encoded. */
function identity({ headers }: OpenRequest) {
  return { ...headers, 'accept-encoding': 'identity' }
}

type ReadWindow = (range: ByteRange) => Promise<ObjectContent>

/** Reads on in the version that the answer began with. */
function readerOf(store: DeliveryStore, { key, signal, within }: OpenRequest, etag: string): ReadWindow {
  return (range) => within(() => store.get(key, { range, signal, ...(etag && { ifMatch: etag }) }))
}

function windowAt(start: number, last: number): ByteRange {
  return { start, end: Math.min(last, start + WINDOW - 1) }
}

async function* alone(body: Readable): AsyncGenerator<Readable> {
  yield body
}

async function* inWindows(
  read: ReadWindow,
  { start, end }: ByteRange,
  opened?: ObjectContent,
): AsyncGenerator<Readable> {
  if (opened) yield opened.body
  for (let at = start + (opened?.contentLength ?? 0); at <= end; at += WINDOW) {
    yield (await read(windowAt(at, end))).body
  }
}

async function* inFrame(
  frame: NonNullable<AnswerPlan['frame']>,
  ranges: readonly ByteRange[],
  read: ReadWindow,
  opened: ObjectContent,
): AsyncGenerator<Readable | Buffer> {
  for (const [index, range] of ranges.entries()) {
    yield frame.heads[index] ?? Buffer.alloc(0)
    yield* inWindows(read, range, index === 0 ? opened : undefined)
  }
  yield frame.tail
}

/** The store does not always say how long the object is; whoever asked behind its end is to learn it. */
async function unsatisfiable(store: DeliveryStore, { key, signal }: OpenRequest): Promise<DeliveryFailure> {
  const object: KnownObject | undefined = await store.head(key, { signal }).catch(() => undefined)
  const place = object ? { headers: { 'content-range': `bytes */${object.size}` } } : {}
  return { code: 'RANGE_NOT_SATISFIABLE', ...place }
}

export function failureOf(error: StorageError): DeliveryFailure {
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
