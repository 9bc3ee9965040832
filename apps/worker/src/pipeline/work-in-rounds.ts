import type { Logger } from '@marquee/service'

/** Milliseconds. A store that hangs must not keep the sweep's other steps waiting for longer. */
const ROUND_WITHIN_MS = 10_000

/** Work that is owed for many items, each by itself. */
export interface OwedWork<Item> {
  readonly logger: Logger
  /** At most this many items in a round. */
  readonly batch: number
  /** Milliseconds after which a round ends, by default 10,000. */
  readonly withinMs?: number
  /** Owed items behind `after`, in an order that does not change, at most `batch`. */
  find(after: Item | undefined): Promise<readonly Item[]>
  /** What the log calls an item. */
  identify(item: Item): Readonly<Record<string, string>>
  /** `signal` aborts when the round's time is over: what was done by then need not be done again. */
  perform(item: Item, signal: AbortSignal): Promise<void>
}

/**
 * Each call is one round: the next batch, an item at a time. One that fails is logged and passed over, so that it
 * holds up no other; the walk comes back to it after the last item.
 */
export function workInRounds<Item>(work: OwedWork<Item>): () => Promise<void> {
  let after: Item | undefined
  return async () => {
    const late = AbortSignal.timeout(work.withinMs ?? ROUND_WITHIN_MS)
    const items = await work.find(after)
    for (const item of items) {
      if (late.aborted) return
      after = item
      try {
        await work.perform(item, late)
      } catch (err) {
        work.logger.warn({ err, ...work.identify(item) }, 'a later round of the sweep tries this again')
      }
    }
    if (items.length < work.batch) after = undefined
  }
}
