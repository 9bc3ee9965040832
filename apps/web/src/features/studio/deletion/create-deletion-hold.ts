/** Long enough to see what went and reach for «Undo»; short enough that a deletion is one. */
export const HOLD_MS = 8_000

/** Deletes for good; resolves to the ids that could not be. `leaving`: the page goes away, so the request must outlive it. */
export type SendDeletion = (ids: readonly string[], leaving: boolean) => Promise<readonly string[]>

export type DeletionHold = {
  /** What must not be shown: held back, on its way, or gone. A new set on each change. */
  hidden(): ReadonlySet<string>
  subscribe(listener: () => void): () => void
  /** Hides at once, deletes after HOLD_MS. Returns how to take it back; that gives false when it is too late. */
  hold(ids: readonly string[]): () => boolean
  /** Sends everything that is held now, because the page is left. */
  flush(leaving: boolean): void
}

/**
 * Deletions wait here before they go out, so that «Undo» needs nothing from the server.
 * `on.deleted` hears which are gone for good, `on.failed` which came back into view because they could not be deleted.
 */
export function createDeletionHold(
  send: SendDeletion,
  on: { deleted: (ids: readonly string[]) => void; failed: (ids: readonly string[]) => void },
  holdMs = HOLD_MS,
): DeletionHold {
  const listeners = new Set<() => void>()
  const waiting = new Map<readonly string[], ReturnType<typeof setTimeout>>()
  let hidden: ReadonlySet<string> = new Set()

  const show = (next: ReadonlySet<string>) => {
    hidden = next
    for (const listener of listeners) listener()
  }
  const reveal = (ids: readonly string[]) => show(new Set([...hidden].filter((id) => !ids.includes(id))))

  /** True for the first who asks: undo, the timer, or leaving. */
  function take(batch: readonly string[]): boolean {
    clearTimeout(waiting.get(batch))
    return waiting.delete(batch)
  }

  async function dispatch(batch: readonly string[], leaving: boolean): Promise<void> {
    if (!take(batch)) return
    const failed = await send(batch, leaving)
    const deleted = batch.filter((id) => !failed.includes(id))
    if (deleted.length > 0) on.deleted(deleted)
    if (failed.length === 0) return
    reveal(failed)
    on.failed(failed)
  }

  return {
    hidden: () => hidden,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    hold(ids) {
      const batch = [...ids]
      waiting.set(
        batch,
        setTimeout(() => void dispatch(batch, false), holdMs),
      )
      show(new Set([...hidden, ...batch]))
      return () => {
        if (!take(batch)) return false
        reveal(batch)
        return true
      }
    },
    flush(leaving) {
      for (const batch of [...waiting.keys()]) void dispatch(batch, leaving)
    },
  }
}
