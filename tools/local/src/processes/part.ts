/** One long-running process of a Marquee installation, as a value: what to run, when it is ready, how it stops. */
export interface Part {
  name: string
  command: string
  args: readonly string[]
  /** The whole environment of the process; nothing is inherited. */
  env: Record<string, string>
  cwd: string
  uid?: number
  gid?: number
  /** What asks it to drain and leave. */
  stopSignal: NodeJS.Signals
  /** How long it may take to leave before its group gets SIGKILL. */
  stopWithinMs: number
  /** Once before each start: what an earlier, killed instance left behind. */
  prepare?: () => Promise<void>
  /** One look: does it answer? May throw, which means «not yet». */
  isReady: (signal: AbortSignal) => Promise<boolean>
}
