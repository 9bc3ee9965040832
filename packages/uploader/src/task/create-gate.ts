import type { Connectivity } from '../ports.ts'

/** Where all lanes wait while the person paused, or the network is gone. */
export interface Gate {
  pause(): void
  resume(): void
  isPaused(): boolean
  isOffline(): boolean
  /** Resolves when neither paused nor offline; rejects with the signal's reason. */
  open(signal: AbortSignal): Promise<void>
  /** Fires at the next pause: what is on its way stops at once. */
  interruption(): AbortSignal
  /** Stops listening to the network. */
  close(): void
}

export function createGate(connectivity: Connectivity | undefined, onChange: () => void): Gate {
  const waiters = new Set<() => void>()
  let paused = false
  let interrupt = new AbortController()

  const isOffline = () => connectivity?.isOnline() === false
  const isOpen = () => !paused && !isOffline()
  const changed = () => {
    onChange()
    if (isOpen()) for (const wake of waiters) wake()
  }
  const stopListening = connectivity?.onChange(changed)

  return {
    pause() {
      if (paused) return
      paused = true
      interrupt.abort(new Error('paused'))
      changed()
    },
    resume() {
      if (!paused) return
      paused = false
      interrupt = new AbortController()
      changed()
    },
    isPaused: () => paused,
    isOffline,
    interruption: () => interrupt.signal,
    close: () => stopListening?.(),
    open(signal) {
      if (signal.aborted) return Promise.reject(signal.reason)
      if (isOpen()) return Promise.resolve()
      return new Promise((resolve, reject) => {
        const leave = () => {
          waiters.delete(wake)
          signal.removeEventListener('abort', stop)
        }
        const wake = () => {
          leave()
          resolve()
        }
        const stop = () => {
          leave()
          reject(signal.reason)
        }
        waiters.add(wake)
        signal.addEventListener('abort', stop, { once: true })
      })
    },
  }
}
