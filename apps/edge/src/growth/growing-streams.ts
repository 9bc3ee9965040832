import { createHash } from 'node:crypto'
import { setTimeout as after } from 'node:timers/promises'
import { type ComposedStream, composeStream, MASTER_PLAYLIST, STREAM_HEAD, streamText } from '@marquee/media'
import type { Logger } from '@marquee/service'
import { type ObjectReader, StorageUnavailable } from '@marquee/storage'
import { type HotObject, holdBytes } from '../hot/hot-objects.ts'
import type { DeliveryFailure } from '../http/delivery-error.ts'
import type { StreamFile } from './growth-path.ts'
import { type Growth, readHead, readOn, UnreadableGrowth } from './read-growth.ts'

export interface GrowingStreams {
  /** Whether a revision was growing when it was last asked for: then the store has no texts of it. */
  knows(folder: string): boolean
  /**
   * A text of a revision that grows, as it is within this second; null where the revision does not grow, or no longer.
   * What has nothing to say yet is waited for, as long as players wait for an answer.
   * @param signal fires when the client leaves
   * @throws StorageError
   */
  open(file: StreamFile, signal: AbortSignal): Promise<HotObject | DeliveryFailure | null>
}

/** How long things take, in milliseconds. */
export interface GrowthPace {
  /** For so long an answer is repeated before the store is looked at again, for all who ask. */
  readonly lookEveryMs: number
  /** For so long a text that is to come is waited for. */
  readonly holdMs: number
}

/** A second is what answers say of themselves. Our player gives an answer 8 s to begin, hls.js by itself 10 s. */
export const GROWTH_PACE: GrowthPace = { lookEveryMs: 1_000, holdMs: 6_000 }

export interface GrowingSettings {
  readonly store: Pick<ObjectReader, 'get' | 'head'>
  readonly logger: Logger
  /** Milliseconds in which a look at the store must have ended; many clients wait for it, so none of them can end it. */
  readonly timeoutMs: number
  readonly pace: GrowthPace
  /** Segments of all revisions together. */
  readonly capacity?: number
}

/** A revision, and its texts as far as they were asked for since it last grew. */
interface Entry {
  readonly growth: Growth
  readonly stream: ComposedStream
  readonly texts: Map<string, HotObject>
  /** How many segments it knows: what it costs. */
  readonly size: number
}

/** Seen at `at`, by the monotonic clock. */
interface Seen {
  readonly entry: Entry
  readonly at: number
}

/** 200 bytes each, their lines in texts included (measured): 40 MB, 18 films of two hours at the same time. */
const CAPACITY = 200_000

/**
 * Composes the texts of revisions that grow, each look at the store shared by all who ask within its second. What has
 * been read is kept, since it never changes; the revisions not asked for the longest go first.
 */
export function createGrowingStreams({
  store,
  logger,
  timeoutMs,
  pace,
  capacity = CAPACITY,
}: GrowingSettings): GrowingStreams {
  const seen = new Map<string, Seen>()
  const looks = new Map<string, Promise<Entry | null>>()

  /** The revision as it was within the last second. */
  function look(folder: string): Promise<Entry | null> {
    const known = seen.get(folder)
    if (known && performance.now() - known.at < pace.lookEveryMs) return Promise.resolve(known.entry)
    const running = looks.get(folder)
    if (running) return running
    const started = lookAgain(folder, known?.entry)
      .catch(asStorageError)
      .finally(() => looks.delete(folder))
    looks.set(folder, started)
    return started
  }

  async function lookAgain(folder: string, known: Entry | undefined): Promise<Entry | null> {
    const signal = AbortSignal.timeout(timeoutMs)
    // Behind the last part come the texts that stay; from then on they are what is served.
    if (known?.stream.complete && (await store.head(`${folder}/${MASTER_PLAYLIST}`, { signal }))) {
      seen.delete(folder)
      return null
    }
    const before = known?.growth ?? (await readHead(store, folder, signal))
    if (!before) return null
    const growth = await readOn(store, folder, before, signal)
    // Where nothing comes any more, it may have been taken back: a run that failed, a video that was deleted.
    if (known?.growth === growth && !(await store.head(`${folder}/${STREAM_HEAD}`, { signal }))) {
      seen.delete(folder)
      return null
    }
    const entry = known?.growth === growth ? known : compose(growth)
    keep(folder, entry)
    return entry
  }

  function keep(folder: string, entry: Entry): void {
    seen.delete(folder)
    seen.set(folder, { entry, at: performance.now() })
    let size = 0
    for (const one of seen.values()) size += one.entry.size
    for (const [oldest, one] of seen) {
      if (size <= capacity) return
      seen.delete(oldest)
      size -= one.entry.size
    }
  }

  return {
    knows: (folder) => seen.has(folder) || looks.has(folder),
    async open({ folder, name }, signal) {
      const from = performance.now()
      try {
        for (;;) {
          const entry = await look(folder)
          if (!entry) return null
          const text = textOf(entry, name)
          if (text === undefined) return { code: 'NOT_FOUND' }
          if (text) return text
          if (performance.now() - from >= pace.holdMs) return NOT_READY
          await after(pace.lookEveryMs, undefined, { signal })
        }
      } catch (err) {
        if (!(err instanceof UnreadableGrowth)) throw err
        logger.error({ err }, 'a growing stream cannot be composed')
        return { code: 'STORAGE_FAILED' }
      }
    },
  }
}

const NOT_READY: DeliveryFailure = { code: 'STREAM_NOT_READY', headers: { 'retry-after': '1' } }

function compose(growth: Growth): Entry {
  const parts = [...growth.parts.values()].flat()
  return {
    growth,
    stream: composeStream(growth.head, growth.parts),
    texts: new Map(),
    size: parts.reduce((sum, { segments }) => sum + segments.length, 1),
  }
}

function textOf({ growth, stream, texts }: Entry, name: string): HotObject | null | undefined {
  const known = texts.get(name)
  if (known) return known
  const text = streamText(stream, name, growth)
  const object = typeof text === 'string' ? inMemory(text, growth.changedAt) : text
  // A name that is none is not remembered: there is no end of them.
  if (object) texts.set(name, object)
  return object
}

/** With the tag that stores give to the same bytes, so that the text that stays is known by whoever has the last of these. */
function inMemory(text: string, lastModified: Date): HotObject {
  const bytes = Buffer.from(text)
  return holdBytes({ bytes, etag: `"${createHash('md5').update(bytes).digest('hex')}"`, lastModified })
}

/** The name of what AbortSignal.timeout aborts with. */
function asStorageError(error: unknown): never {
  if (error instanceof Error && error.name === 'TimeoutError')
    throw new StorageUnavailable('GetObject', { cause: error })
  throw error
}
