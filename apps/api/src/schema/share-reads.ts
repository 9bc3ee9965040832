/** Reads under a key; whoever asks for the same at the same time is given the same answer. */
export type ShareReads<Value> = (key: string, read: () => Promise<Value>) => Promise<Value>

interface Flight<Value> {
  readonly running: Promise<Value>
  next?: Promise<Value>
}

/**
 * One read at a time of a key. Whoever asks while one is under way shares the one after it, which begins when that has
 * ended: so nobody is given what was read before they asked, and a thousand who ask at once cost two reads.
 */
export function shareReads<Value>(): ShareReads<Value> {
  const flights = new Map<string, Flight<Value>>()

  function start(key: string, read: () => Promise<Value>): Promise<Value> {
    const running = read()
    const flight: Flight<Value> = { running }
    flights.set(key, flight)
    const end = () => {
      if (!flight.next) flights.delete(key)
    }
    running.then(end, end)
    return running
  }

  return (key, read) => {
    const flight = flights.get(key)
    if (!flight) return start(key, read)
    const begin = () => start(key, read)
    flight.next ??= flight.running.then(begin, begin)
    return flight.next
  }
}
