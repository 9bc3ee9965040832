import { openConnection, type StoreConnection, type StoreOrigin } from './store-connection.ts'

export interface ConnectionPool {
  /** One that is free, or a new one; waits where there are too many. Rejects with `signal.reason`. */
  take(signal?: AbortSignal): Promise<StoreConnection>
  /** Its answer was read whole. */
  giveBack(connection: StoreConnection): void
  close(): void
}

/** Kept connections; the one that served last serves next, so that those of a busy hour close by themselves. */
export function createConnectionPool(origin: StoreOrigin, most: number): ConnectionPool {
  const open = new Set<StoreConnection>()
  const free: StoreConnection[] = []
  const waiting = new Set<(connection: StoreConnection) => void>()

  function openOne(): StoreConnection {
    const connection: StoreConnection = openConnection(origin, () => {
      open.delete(connection)
      const place = free.indexOf(connection)
      if (place >= 0) free.splice(place, 1)
      const [next] = waiting
      if (next && open.size < most) serve(next, openOne())
    })
    open.add(connection)
    return connection
  }

  function serve(next: (connection: StoreConnection) => void, connection: StoreConnection): void {
    waiting.delete(next)
    next(connection)
  }

  function wait(signal: AbortSignal | undefined): Promise<StoreConnection> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.delete(next)
        reject(signal?.reason)
      }
      const next = (connection: StoreConnection) => {
        signal?.removeEventListener('abort', leave)
        resolve(connection)
      }
      signal?.addEventListener('abort', leave, { once: true })
      waiting.add(next)
    })
  }

  return {
    async take(signal) {
      signal?.throwIfAborted()
      for (let known = free.pop(); known; known = free.pop()) if (known.isOpen()) return known
      return open.size < most ? openOne() : wait(signal)
    },
    giveBack(connection) {
      connection.rest()
      const [next] = waiting
      if (next) serve(next, connection)
      else free.push(connection)
    },
    close() {
      waiting.clear()
      for (const connection of open) connection.destroy()
    },
  }
}
