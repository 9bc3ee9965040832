import DataLoader from 'dataloader'
import type { Context, Services } from './context.ts'

type Batch<Key, Value> = (services: Services, keys: readonly Key[]) => Promise<readonly (Value | Error)[]>

const perOperation = new WeakMap<Context, Map<unknown, unknown>>()

/**
 * A loader that lives as long as one operation: keys that are asked for in one tick are read in one batch.
 * `batch` answers in the order of its keys. `keyOf` makes composite keys comparable.
 */
export function defineLoader<Key, Value, CacheKey = Key>(
  batch: Batch<Key, Value>,
  keyOf?: (key: Key) => CacheKey,
): (context: Context) => DataLoader<Key, Value, CacheKey> {
  const create = (services: Services) =>
    new DataLoader<Key, Value, CacheKey>((keys) => batch(services, keys), {
      maxBatchSize: 500,
      ...(keyOf ? { cacheKeyFn: keyOf } : {}),
    })
  return (context) => {
    const loaders = perOperation.get(context) ?? new Map<unknown, unknown>()
    perOperation.set(context, loaders)
    const loader = (loaders.get(batch) as ReturnType<typeof create> | undefined) ?? create(context.services)
    loaders.set(batch, loader)
    return loader
  }
}

/** What is already in hand in this operation, so that a field answers at once instead of with a promise. */
export function defineKnown<Value>(): (context: Context) => Map<string, Value> {
  const mark = {}
  return (context) => {
    const kept = perOperation.get(context) ?? new Map<unknown, unknown>()
    perOperation.set(context, kept)
    const known = (kept.get(mark) as Map<string, Value> | undefined) ?? new Map<string, Value>()
    kept.set(mark, known)
    return known
  }
}

/** Something that is made once for a program, for as long as its services live. */
export function perServices<Value>(make: () => Value): (services: Services) => Value {
  const made = new WeakMap<Services, Value>()
  return (services) => {
    const value = made.get(services) ?? make()
    made.set(services, value)
    return value
  }
}

/** After a mutation: what it and the next one in the same operation answer is read anew. */
export function forgetLoaded(context: Context): void {
  perOperation.delete(context)
}
