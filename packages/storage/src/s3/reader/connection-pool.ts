import { openConnection, type StoreConnection, type StoreOrigin } from './store-connection.ts'

export interface ConnectionPool {
  /** One that is free, or a new one; waits where there are too many. Rejects with `signal.reason`. */
  take(signal?: AbortSignal): Promise<StoreConnection>
  /** Its answer was read whole. */
  giveBack(connection: StoreConnection): void
  /** Nobody reads from it at the moment: should it stay so, whoever waits may have its place, and `giveUp` is called. */
  stall(connection: StoreConnection, giveUp: () => void): void
  /** It is read on. */
  goOn(connection: StoreConnection): void
  close(): void
}

/**
 * Kept connections; the one that served last serves next, so that those of a busy hour close by themselves. Where all are in
 * use, one that nobody has read from for `mayStallMs` makes room for who waits, the one that has stood still longest first.
 */
export function createConnectionPool(origin: StoreOrigin, most: number, mayStallMs: number): ConnectionPool {
  const open = new Set<StoreConnection>()
  const free: StoreConnection[] = []
  const waiting = new Set<(connection: StoreConnection) => void>()
  const stalled = new Map<StoreConnection, { readonly since: number; readonly giveUp: () => void }>()
  /** Given up, and not closed yet: each is one place for who waits. */
  const leaving = new Set<StoreConnection>()
  let look: NodeJS.Timeout | undefined

  function openOne(): StoreConnection {
    const connection: StoreConnection = openConnection(origin, () => {
      open.delete(connection)
      stalled.delete(connection)
      leaving.delete(connection)
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

  function makeRoom(): void {
    clearTimeout(look)
    for (const [connection, { since, giveUp }] of stalled) {
      if (waiting.size <= leaving.size) return
      const leftMs = since + mayStallMs - performance.now()
      if (leftMs > 0) {
        look = setTimeout(makeRoom, Math.ceil(leftMs))
        return
      }
      stalled.delete(connection)
      leaving.add(connection)
      giveUp()
    }
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
      makeRoom()
    })
  }

  return {
    async take(signal) {
      signal?.throwIfAborted()
      for (let known = free.pop(); known; known = free.pop()) if (known.isOpen()) return known
      return open.size < most ? openOne() : wait(signal)
    },
    giveBack(connection) {
      // Its last bytes came although nobody took any: from now on it is not that reader's to give up.
      stalled.delete(connection)
      connection.rest()
      const [next] = waiting
      if (next) serve(next, connection)
      else free.push(connection)
    },
    stall(connection, giveUp) {
      stalled.set(connection, { since: performance.now(), giveUp })
      if (waiting.size > leaving.size) makeRoom()
    },
    goOn(connection) {
      stalled.delete(connection)
      connection.resume()
    },
    close() {
      clearTimeout(look)
      waiting.clear()
      for (const connection of open) connection.destroy()
    },
  }
}
