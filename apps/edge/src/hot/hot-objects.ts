import { type ObjectContent, type ObjectReader, StorageUnavailable } from '@marquee/storage'
import { type ContentEncoding, compress } from '../http/choose-encoding.ts'

/** An object in memory, whole; `size` in bytes, `etag` in its quotes. */
export interface HotObject {
  readonly bytes: Buffer
  readonly size: number
  readonly etag: string
  readonly lastModified: Date
  /** Its bytes in an encoding, made once. */
  encoded(encoding: ContentEncoding): Promise<Buffer>
}

export interface HotObjects {
  /** What is held under a key, at once. */
  get(key: string): HotObject | undefined
  /** Whether a key was asked for lately, so that holding it will pay. Asking counts. */
  isWanted(key: string): boolean
  /** Fetches an object into memory, once for all who ask meanwhile; null for one that is too large to hold. */
  load(key: string): Promise<HotObject | null>
}

export interface HotSettings {
  readonly store: Pick<ObjectReader, 'get'>
  /** Bytes of all objects together; 0 holds nothing. */
  readonly capacity: number
  readonly now: () => Date
  /** Milliseconds in which an object must have come; it is fetched for many clients, so none of them can end it. */
  readonly timeoutMs: number
}

/** Segments of a 4K rung are below this; what is larger is streamed. Bytes. */
const MAX_OBJECT = 8 * 1_048_576
/** Objects never change under their key; this bounds how long one outlives its removal from the store. Milliseconds. */
const HELD_MS = 300_000
/** Keys that were asked for lately: a megabyte of names. */
const MAX_REMEMBERED = 8_192
/** So many large loads at once are half of the smallest useful memory. */
const MAX_LOADS = 4

/** What is asked for again and again stays in memory, the least recently used goes: viewers of one film share segments. */
export function createHotObjects({ store, capacity, now, timeoutMs }: HotSettings): HotObjects {
  const held = new Map<string, { object: HotObject; until: number }>()
  const asked = new Map<string, 'once' | 'large'>()
  const loading = new Map<string, Promise<HotObject | null>>()
  let bytes = 0

  function drop(key: string): void {
    bytes -= held.get(key)?.object.size ?? 0
    held.delete(key)
  }

  function hold(key: string, object: HotObject): void {
    drop(key)
    if (object.size > capacity) return
    held.set(key, { object, until: now().getTime() + HELD_MS })
    bytes += object.size
    for (const oldest of held.keys()) {
      if (bytes <= capacity) return
      drop(oldest)
    }
  }

  function remember(key: string, as: 'once' | 'large'): void {
    asked.set(key, as)
    const [oldest] = asked.size > MAX_REMEMBERED ? asked.keys() : []
    if (oldest) asked.delete(oldest)
  }

  async function fetchWhole(key: string): Promise<HotObject | null> {
    const content = await store.get(key, { signal: AbortSignal.timeout(timeoutMs) })
    if (content.contentLength > MAX_OBJECT) {
      content.body.destroy()
      remember(key, 'large')
      return null
    }
    const object = await hotObject(content)
    hold(key, object)
    return object
  }

  return {
    get(key) {
      const entry = held.get(key)
      if (!entry) return undefined
      held.delete(key)
      if (entry.until <= now().getTime()) {
        bytes -= entry.object.size
        return undefined
      }
      held.set(key, entry)
      return entry.object
    },
    isWanted(key) {
      if (capacity === 0 || loading.size >= MAX_LOADS) return loading.has(key)
      const known = asked.get(key)
      if (known === undefined) remember(key, 'once')
      return known === 'once'
    },
    load(key) {
      const running = loading.get(key)
      if (running) return running
      const started = fetchWhole(key)
        .catch(asStorageError)
        .finally(() => loading.delete(key))
      loading.set(key, started)
      return started
    },
  }
}

/** The name of what AbortSignal.timeout aborts with. */
function asStorageError(error: unknown): never {
  if (error instanceof Error && error.name === 'TimeoutError')
    throw new StorageUnavailable('GetObject', { cause: error })
  throw error
}

async function hotObject({ body, contentLength, etag, lastModified }: ObjectContent): Promise<HotObject> {
  const bytes = Buffer.allocUnsafeSlow(contentLength)
  let filled = 0
  for await (const chunk of body as AsyncIterable<Buffer>) filled += chunk.copy(bytes, filled)
  if (filled !== contentLength) throw new Error('the store sent less than it announced')
  return holdBytes({ bytes, etag, lastModified })
}

/** Bytes in memory as an object. */
export function holdBytes({
  bytes,
  etag,
  lastModified,
}: Pick<HotObject, 'bytes' | 'etag' | 'lastModified'>): HotObject {
  const encodings = new Map<ContentEncoding, Promise<Buffer>>()
  return {
    bytes,
    size: bytes.length,
    etag,
    lastModified,
    encoded(encoding) {
      const made = encodings.get(encoding) ?? compress(bytes, encoding)
      encodings.set(encoding, made)
      return made
    },
  }
}
