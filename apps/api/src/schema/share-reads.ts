/** Reads under a key; whoever asks for the same at the same time is given the same answer. */
export type ShareReads<Value> = (key: string, read: () => Promise<Value>) => Promise<Value>

interface Flight<Value> {
  readonly landed: Promise<Value>
  begun: boolean
}

/**
 * One read at a time of a key. It begins when the turn of the event loop in which it was first asked for has ended, and
 * is for all who have asked by then; those who ask while it is under way share the one after it. So nobody is given
 * what was read before they asked, and a thousand who ask at once cost two reads at most.
 */
export function shareReads<Value>(): ShareReads<Value> {
  const flights = new Map<string, Flight<Value>>()

  function depart(key: string, read: () => Promise<Value>, ready: Promise<unknown>): Flight<Value> {
    const flight: Flight<Value> = {
      begun: false,
      landed: ready.then(() => {
        flight.begun = true
        return read()
      }),
    }
    const end = () => {
      if (flights.get(key) === flight) flights.delete(key)
    }
    flight.landed.then(end, end)
    flights.set(key, flight)
    return flight
  }

  return (key, read) => {
    const flight = flights.get(key)
    if (flight && !flight.begun) return flight.landed
    const before = flight?.landed.catch(() => undefined)
    return depart(key, read, before ?? endOfTurn()).landed
  }
}

function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
