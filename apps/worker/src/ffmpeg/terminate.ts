/** How long a program may take to end by itself after SIGTERM: ffmpeg closes its files first. */
const GRACE_MS = 3000

/** What ended a run before its time: whoever asked for it, the clock, or its own standing still. */
type Cause = 'signal' | 'clock' | 'standstill'

export interface Termination {
  /** What was first to end the run; null where nothing has. */
  cause(): Cause | null
  end(why: Cause): void
  /** Call when the run is over. */
  dispose(): void
}

/** Ends a process group softly, then hard, when the signal fires, the time is over or somebody says so; the first cause wins. */
export function terminateOn(
  pid: number | undefined,
  signal: AbortSignal,
  timeoutMs: number,
  graceMs = GRACE_MS,
): Termination {
  let cause: Cause | null = null
  let hard: NodeJS.Timeout | undefined
  const end = (why: Cause) => {
    if (cause) return
    cause = why
    signalGroup(pid, 'SIGTERM')
    hard = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs)
  }
  const onAbort = () => end('signal')
  const clock = setTimeout(() => end('clock'), timeoutMs)
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  return {
    cause: () => cause,
    end,
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
