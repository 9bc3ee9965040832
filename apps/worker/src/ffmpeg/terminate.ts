/** How long a program may take to end by itself after SIGTERM: ffmpeg closes its files first. */
const GRACE_MS = 3000

export interface Termination {
  /** Whether the clock was first to end the run. */
  timedOut(): boolean
  /** Call when the run is over. */
  dispose(): void
}

/** Ends a process group softly, then hard, when the signal fires or the time is over; the first cause wins. */
export function terminateOn(pid: number | undefined, signal: AbortSignal, timeoutMs: number): Termination {
  let cause: 'signal' | 'clock' | null = null
  let hard: NodeJS.Timeout | undefined
  const end = (why: 'signal' | 'clock') => {
    if (cause) return
    cause = why
    signalGroup(pid, 'SIGTERM')
    hard = setTimeout(() => signalGroup(pid, 'SIGKILL'), GRACE_MS)
  }
  const onAbort = () => end('signal')
  const clock = setTimeout(() => end('clock'), timeoutMs)
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  return {
    timedOut: () => cause === 'clock',
    dispose: () => {
      clearTimeout(clock)
      clearTimeout(hard)
      signal.removeEventListener('abort', onAbort)
    },
  }
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ESRCH'
}
