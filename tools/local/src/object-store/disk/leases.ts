/** Counts readers by name and runs a removal when nobody reads any more. */
export interface Leases {
  /** Gives the function that ends the reading; calling it again does nothing. */
  take(name: string): () => void
  /** Now, or when the last reader has gone. */
  whenFree(name: string, remove: () => void): void
}

export function createLeases(): Leases {
  const readers = new Map<string, { count: number; onFree: (() => void)[] }>()
  return {
    take(name) {
      const lease = readers.get(name) ?? { count: 0, onFree: [] }
      readers.set(name, lease)
      lease.count++
      let ended = false
      return () => {
        if (ended) return
        ended = true
        if (--lease.count > 0) return
        readers.delete(name)
        for (const remove of lease.onFree) remove()
      }
    },
    whenFree(name, remove) {
      const lease = readers.get(name)
      if (lease) lease.onFree.push(remove)
      else remove()
    },
  }
}
