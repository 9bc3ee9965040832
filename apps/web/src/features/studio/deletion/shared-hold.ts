import { createDeletionHold, type DeletionHold } from './create-deletion-hold.ts'
import { sendDeletion } from './send-deletion.ts'

type Told = { deleted: (ids: readonly string[]) => void; failed: (ids: readonly string[]) => void }

let told: Told = { deleted: () => {}, failed: () => {} }
let shared: DeletionHold | null = null

/** The page's one hold: it outlives the studio's routes, so that leaving them neither hurries nor forgets a deletion. */
export function sharedHold(): DeletionHold {
  const on: Told = { deleted: (ids) => told.deleted(ids), failed: (ids) => told.failed(ids) }
  // Requests on the server share their modules: there every render has one of its own, and it stays empty.
  if (typeof window === 'undefined') return createDeletionHold(sendDeletion, on)
  if (shared) return shared
  const hold = createDeletionHold(sendDeletion, on)
  addEventListener('pagehide', () => hold.flush(true))
  shared = hold
  return hold
}

/** Who hears from now on how deletions end. */
export function tellDeletions(next: Told): void {
  told = next
}
