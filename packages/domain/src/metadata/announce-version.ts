import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { CLAIM_MS, LATEST_CHANGE_KEY, type ObjectKindName, objectKey } from './object-key.ts'
import { runScript, script } from './run-script.ts'
import { withinTime } from './within-time.ts'

/** Milliseconds that a writer waits for the cache; what it could not say in time is said later. */
const PATIENCE_MS = 200
const REPEAT_MS = 500
/** Announcements that are kept for a cache that is away; the oldest go first. */
const MAX_OWED = 10_000

/** An object that has changed, and the version that it has now. */
export interface Change {
  readonly kind: ObjectKindName
  readonly id: string
  readonly version: number
  /** Told on this pub/sub channel in the same step, behind the change of the cache. */
  readonly message?: { readonly channel: string; readonly text: string }
}

/**
 * What is older goes, and a reader who has read it from PostgreSQL meanwhile can no longer put it back. Where nothing
 * stands under the key, nobody holds a claim either.
 */
const ANNOUNCE = script(`
local known = redis.call('GET', KEYS[1])
if known and tonumber(string.match(known, '^%??(%d+):')) < tonumber(ARGV[1]) then
  redis.call('SET', KEYS[1], '?' .. ARGV[1] .. ':' .. ARGV[2], 'PX', ARGV[3])
end
redis.call('SET', KEYS[2], ARGV[2])
if ARGV[4] ~= '' then redis.call('PUBLISH', ARGV[4], ARGV[5]) end`)

/**
 * Tells the metadata cache, and whoever listens, of a committed change. Throws where the cache does not answer, after
 * seeing to it that this program says it as soon as it does.
 */
export async function announceVersion(redis: Redis, change: Change): Promise<void> {
  try {
    if (redis.status === 'reconnecting') throw new Error('Redis is away')
    await withinTime(announce(redis, change), PATIENCE_MS)
  } catch (error) {
    owe(redis, change)
    throw error
  }
}

async function announce(redis: Redis, { kind, id, version, message }: Change): Promise<void> {
  const values = [version, randomUUID(), CLAIM_MS, message?.channel ?? '', message?.text ?? '']
  await runScript(redis, ANNOUNCE, [objectKey(kind, id), LATEST_CHANGE_KEY], values)
}

const owedTo = new WeakMap<Redis, Map<string, Change>>()

function owe(redis: Redis, change: Change): void {
  const owed = owedTo.get(redis) ?? new Map<string, Change>()
  if (owed.size === 0) payLater(redis, owed)
  owedTo.set(redis, owed)
  const key = objectKey(change.kind, change.id)
  if ((owed.get(key)?.version ?? 0) <= change.version) owed.set(key, change)
  const oldest = owed.keys().next()
  if (owed.size > MAX_OWED && !oldest.done) owed.delete(oldest.value)
}

function payLater(redis: Redis, owed: Map<string, Change>): void {
  setTimeout(() => void pay(redis, owed), REPEAT_MS).unref()
}

async function pay(redis: Redis, owed: Map<string, Change>): Promise<void> {
  if (redis.status === 'end') return
  try {
    if (redis.status === 'ready')
      for (const [key, change] of owed) {
        await withinTime(announce(redis, change), PATIENCE_MS)
        if (owed.get(key) === change) owed.delete(key)
      }
  } catch {
    // Still away: what is left is tried again.
  }
  if (owed.size > 0) payLater(redis, owed)
}
