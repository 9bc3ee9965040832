import { text } from 'node:stream/consumers'
import {
  parseStreamHead,
  parseStreamPart,
  partName,
  STREAM_HEAD,
  type StreamHead,
  type StreamPart,
  whileGrowing,
} from '@marquee/media'
import { ObjectNotFound, type ObjectReader } from '@marquee/storage'

/** What has been read of a revision that grows. */
export interface Growth {
  /** Of what is offered while it grows. */
  readonly head: StreamHead
  /** When the head was written. */
  readonly announcedAt: Date
  /** When the newest of the parts was written; without parts, when the head was. */
  readonly changedAt: Date
  /** By track, each without a gap from 0. */
  readonly parts: ReadonlyMap<string, readonly StreamPart[]>
}

export type GrowthStore = Pick<ObjectReader, 'get'>

/** A head or a part is there, and is none. */
export class UnreadableGrowth extends Error {
  override readonly name = 'UnreadableGrowth'

  constructor(key: string) {
    super(`«${key}» is not what a stream is composed of`)
  }
}

/** The sound of twelve hours, all in one part, is 500 kB. Bytes. */
const MAX_SIZE = 4 * 1_048_576
/** Of one track at once, where many are new: what is read first has much to catch up with. */
const MAX_AT_ONCE = 16

/** A revision without its parts; null where nothing was announced. */
export async function readHead(
  store: GrowthStore,
  folder: string,
  signal: AbortSignal,
): Promise<Growth | null> {
  const object = await readObject(store, `${folder}/${STREAM_HEAD}`, parseStreamHead, signal)
  if (!object) return null
  const { value, writtenAt } = object
  return { head: whileGrowing(value), announcedAt: writtenAt, changedAt: writtenAt, parts: new Map() }
}

/**
 * The revision with the parts that have come; the same where none has. Each part is read once: all of them are numbered
 * from 0, so that one GET for each track that has not ended tells whether there is more, however long the film.
 */
export async function readOn(
  store: GrowthStore,
  folder: string,
  growth: Growth,
  signal: AbortSignal,
): Promise<Growth> {
  const tracks = [...growth.head.pictures, ...growth.head.sounds].map(({ name }) => name)
  const read = await Promise.all(
    tracks.map((track) => readTrack(store, folder, track, growth.parts.get(track) ?? [], signal)),
  )
  if (read.every((more) => more.length === 0)) return growth
  const written = read.flat().map(({ writtenAt }) => writtenAt.getTime())
  const parts = tracks.map((track, index) => {
    const more = (read[index] ?? []).map(({ value }) => value)
    return [track, [...(growth.parts.get(track) ?? []), ...more]] as const
  })
  return {
    ...growth,
    parts: new Map(parts),
    changedAt: new Date(Math.max(growth.changedAt.getTime(), ...written)),
  }
}

/** The parts of a track that follow those known: one is asked for, then twice as many each time. */
async function readTrack(
  store: GrowthStore,
  folder: string,
  track: string,
  known: readonly StreamPart[],
  signal: AbortSignal,
): Promise<readonly Written<StreamPart>[]> {
  const found: Written<StreamPart>[] = []
  if (known.at(-1)?.last) return found
  for (let count = 1; ; count = Math.min(2 * count, MAX_AT_ONCE)) {
    const from = known.length + found.length
    const keys = Array.from({ length: count }, (_, more) => `${folder}/${partName(track, from + more)}`)
    const batch = await Promise.all(keys.map((key) => readObject(store, key, parseStreamPart, signal)))
    for (const part of batch) {
      if (!part) return found
      found.push(part)
      if (part.value.last) return found
    }
  }
}

interface Written<Value> {
  readonly value: Value
  readonly writtenAt: Date
}

/** Null where there is no such object. */
async function readObject<Value>(
  store: GrowthStore,
  key: string,
  parse: (text: string) => Value | null,
  signal: AbortSignal,
): Promise<Written<Value> | null> {
  try {
    const { body, contentLength, lastModified } = await store.get(key, { signal })
    if (contentLength > MAX_SIZE) body.destroy()
    const value = contentLength > MAX_SIZE ? null : parse(await text(body))
    if (value === null) throw new UnreadableGrowth(key)
    return { value, writtenAt: lastModified }
  } catch (error) {
    if (error instanceof ObjectNotFound) return null
    throw error
  }
}
