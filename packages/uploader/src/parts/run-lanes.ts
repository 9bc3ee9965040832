import { abortWith } from '../abort-with.ts'

/**
 * Runs `work` over all items in order, as many side by side as `lanes` says at the moment. The first rejection
 * aborts the rest, and is what this rejects with.
 */
export async function runLanes<Item>(
  items: readonly Item[],
  lanes: () => number,
  work: (item: Item, signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { controller, release } = abortWith(signal)
  const queue = [...items]
  const running = new Set<Promise<void>>()
  let failure: { readonly cause: unknown } | undefined

  const start = (item: Item): void => {
    const run = work(item, controller.signal)
      .catch((cause: unknown) => {
        failure ??= { cause }
        controller.abort(cause)
      })
      .finally(() => running.delete(run))
    running.add(run)
  }
  while (queue.length > 0 || running.size > 0) {
    while (!failure && running.size < lanes()) {
      const item = queue.shift()
      if (item === undefined) break
      start(item)
    }
    if (failure) queue.length = 0
    if (running.size > 0) await Promise.race(running)
  }
  release()
  if (failure) throw failure.cause
}
