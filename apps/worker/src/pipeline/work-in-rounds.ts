import type { Logger } from '@marquee/service'

/** A store that hangs must not keep the sweep's other steps waiting for longer. */
const ROUND_WITHIN_MS = 10_000

/** Work that is owed for many items, each by itself. */
export interface OwedWork<Item> {
  readonly logger: Logger
  /** At most this many items in a round. */
  readonly batch: number
  /** Owed items behind `after`, in an order that does not change, at most `batch`. */
  find(after: Item | undefined): Promise<readonly Item[]>
  /** What the log calls an item. */
  identify(item: Item): Readonly<Record<string, string>>
  perform(item: Item): Promise<void>
}

/**
 * Each call is one round: the next batch, an item at a time. One that fails is logged and passed over, so that it
 * holds up no other; the walk comes back to it after the last item.
 */
export function workInRounds<Item>(work: OwedWork<Item>): () => Promise<void> {
  let after: Item | undefined
  return async () => {
    const startedAt = performance.now()
    const items = await work.find(after)
    for (const item of items) {
      if (performance.now() - startedAt > ROUND_WITHIN_MS) return
      after = item
      try {
        await work.perform(item)
      } catch (err) {
        work.logger.warn({ err, ...work.identify(item) }, 'a later round of the sweep tries this again')
      }
    }
    if (items.length < work.batch) after = undefined
  }
}
