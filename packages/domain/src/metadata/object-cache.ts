import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { type GuardOptions, guardRedis } from './guard-redis.ts'
import { CLAIM_MS, LATEST_CHANGE_KEY, type ObjectKindName, objectKey } from './object-key.ts'
import { runScript, script } from './run-script.ts'
import { formatHeld, parseEntry } from './versioned-entry.ts'

/** Milliseconds that an object stays: how long a change is missed whose writer was killed before it could tell of it. */
const HELD_MS = 60_000
/** Objects that are kept parsed, about 2 kB each. */
const MAX_PARSED = 10_000

/** How one kind of object is read and written. */
export interface ObjectKind<Row> {
  readonly name: ObjectKindName
  /** Names the columns; see versioned-entry.ts. */
  readonly shape: string
  versionOf(row: Row): number
  toJson(row: Row): string
  fromJson(json: string): Row
  /** From PostgreSQL, in the order of the ids. */
  load(ids: readonly string[]): Promise<readonly (Row | null)[]>
}

/** An object, by the id that strangers know it by; not older than `atLeast`, where the caller knows of that version. */
export interface ObjectRef {
  readonly id: string
  readonly atLeast?: number | undefined
}

/** Objects in the order they are asked for; null where there is none. They are shared: nobody may change one. */
export type ReadObjects<Row> = (refs: readonly ObjectRef[]) => Promise<(Row | null)[]>

export interface ObjectCache {
  /**
   * The name of the latest change of any object: as long as it is the same, nothing that was read after it was learnt
   * has changed. Undefined where nobody knows.
   */
  latestChange(): Promise<string | undefined>
  readerOf<Row extends object>(kind: ObjectKind<Row>): ReadObjects<Row>
}

/** Claims what is not there, or is older than the reader knows of, and answers what stands there now. */
const CLAIM = script(`
local answer = {}
for i, key in ipairs(KEYS) do
  local least = ARGV[2 + i]
  local known = redis.call('GET', key)
  if not known or tonumber(string.match(known, '^%??(%d+):')) < tonumber(least) then
    known = '?' .. least .. ':' .. ARGV[1]
    redis.call('SET', key, known, 'PX', ARGV[2])
  end
  answer[i] = known
end
return answer`)

/** Puts objects where what was seen before they were read still stands, or an older object does. */
const FILL = script(`
for i, key in ipairs(KEYS) do
  local known, text = redis.call('GET', key), ARGV[2 * i + 1]
  local held = known and tonumber(string.match(known, '^(%d+):'))
  if known == ARGV[2 * i] or (held and held < tonumber(string.match(text, '^(%d+):'))) then
    redis.call('SET', key, text, 'PX', ARGV[1])
  end
end`)

/**
 * Objects of PostgreSQL, kept in Redis under their versions. An older one never takes the place of a newer one: a reader
 * claims the key before it reads PostgreSQL, and fills it only while its claim stands, which every change and every
 * eviction ends. Where Redis does not answer, PostgreSQL does.
 */
export function createObjectCache(redis: Redis, options: GuardOptions): ObjectCache {
  const guard = guardRedis(redis, options)

  async function claim(keys: readonly string[], refs: readonly ObjectRef[]): Promise<string[] | undefined> {
    const least = refs.map(({ atLeast = 0 }) => atLeast)
    const seen = await guard.attempt(() => runScript(redis, CLAIM, keys, [randomUUID(), CLAIM_MS, ...least]))
    return seen === undefined ? undefined : z.array(z.string()).parse(seen)
  }

  return {
    async latestChange() {
      const name = await guard.attempt(() => redis.get(LATEST_CHANGE_KEY))
      // Where it was evicted, or never was, one is given that no change before it has had.
      if (name === null) await guard.attempt(() => redis.set(LATEST_CHANGE_KEY, randomUUID(), 'NX'))
      return name ?? undefined
    },
    readerOf<Row extends object>(kind: ObjectKind<Row>): ReadObjects<Row> {
      const parsed = new LRUCache<string, { readonly raw: string; readonly row: Row }>({ max: MAX_PARSED })

      /** Undefined where the cache has to be filled. */
      function take({ id, atLeast = 0 }: ObjectRef, raw: string | null | undefined): Row | undefined {
        if (raw === null || raw === undefined) return undefined
        const known = parsed.get(id)
        if (known?.raw === raw && kind.versionOf(known.row) >= atLeast) return known.row
        const entry = parseEntry(raw)
        if (!entry.held || entry.version < atLeast || entry.shape !== kind.shape) return undefined
        const row = kind.fromJson(entry.json)
        parsed.set(id, { raw, row })
        return row
      }

      async function loadAndFill(refs: readonly ObjectRef[]): Promise<readonly (Row | null)[]> {
        const keys = refs.map(({ id }) => objectKey(kind.name, id))
        const seen = await claim(keys, refs)
        const rows = await kind.load(refs.map(({ id }) => id))
        if (!seen) return rows
        const filled = rows.flatMap((row, index) => {
          const [key, before] = [keys[index], seen[index]]
          if (!row || key === undefined || before === undefined) return []
          const version = kind.versionOf(row)
          if (version < parseEntry(before).version) return []
          return [{ key, before, text: formatHeld(version, kind.shape, kind.toJson(row)) }]
        })
        if (filled.length > 0)
          await guard.attempt(() =>
            runScript(
              redis,
              FILL,
              filled.map(({ key }) => key),
              [HELD_MS, ...filled.flatMap(({ before, text }) => [before, text])],
            ),
          )
        return rows
      }

      return async (refs) => {
        if (refs.length === 0) return []
        const raws = await guard.attempt(() => redis.mget(refs.map(({ id }) => objectKey(kind.name, id))))
        if (!raws) return [...(await kind.load(refs.map(({ id }) => id)))]
        const found = refs.map((ref, index) => take(ref, raws[index]))
        const missing = refs.filter((_, index) => found[index] === undefined)
        if (missing.length === 0) return found as Row[]
        const loaded = await loadAndFill(missing)
        const byId = new Map(missing.map(({ id }, index) => [id, loaded[index] ?? null]))
        return refs.map(({ id }, index) => found[index] ?? byId.get(id) ?? null)
      }
    },
  }
}
