/** npm passes a Ctrl-C on to us that the terminal has sent us already: two within this time are one. */
const SAME_WITHIN_MS = 1_000

/** What SIGINT, SIGTERM and SIGHUP mean to a supervisor: the first asks to stop, a later one to stop now. */
export interface StopSignals {
  /** Aborts at the first signal. */
  asked: AbortSignal
  dispose: () => void
}

/** Listens for the signals; `now` is called at every one that comes a second or more after the first. */
export function listenForStop(now: () => void): StopSignals {
  const asking = new AbortController()
  let first = 0
  const hear = (): void => {
    if (first === 0) {
      first = Date.now()
      asking.abort()
    } else if (Date.now() - first > SAME_WITHIN_MS) {
      now()
    }
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, hear)
  return {
    asked: asking.signal,
    dispose: () => {
      for (const signal of signals) process.off(signal, hear)
    },
  }
}
