import { withSpan } from '@marquee/service'
import type { ProgramEnded } from '../observability/worker-events.ts'
import type { ProgramName } from './find-programs.ts'
import { type RunResult, runProgram } from './run-program.ts'
import type { RunLimits, Sandbox } from './sandbox.ts'
import type { Patience } from './watch-standstill.ts'

/** How one program of a task is run, where it differs from the usual. */
export interface RunOptions {
  readonly timeoutMs?: number
  readonly limits?: Partial<RunLimits>
  readonly onLine?: (line: string) => void
  /** See RunRequest. */
  readonly patience?: Patience
  /** It sees the graphics processors of this machine. */
  readonly devices?: boolean
  /** Ends this run only; the task's own signal holds besides. */
  readonly signal?: AbortSignal
}

/** The programs of one task: all in its folder and under its signal. */
export interface Programs {
  /** @throws the signal's reason */
  run(program: ProgramName, args: readonly string[], options?: RunOptions): Promise<RunResult>
  /** User and system time of all that ran so far. */
  readonly cpuSeconds: number
  /** The most memory that one of them held at once; 0 where this machine does not say. */
  readonly peakBytes: number
}

/** Of addresses, for what decodes or encodes pictures of any size on any number of threads: more than a ladder of 8K takes. */
export const PICTURES_MEMORY_BYTES = 16 * 2 ** 30

/** Bounds that no honest light task comes near. */
const DEFAULT_LIMITS: RunLimits = {
  memoryBytes: 4 * 2 ** 30,
  cpuSeconds: 600,
  fileBytes: 4_000_000_000,
  nice: 0,
}
const DEFAULT_TIMEOUT_MS = 300_000

export interface ProgramsSettings {
  readonly sandbox: Sandbox
  /** For what asks for devices. */
  readonly withDevices: Sandbox
  readonly folder: string
  readonly signal: AbortSignal
  /** Once for each run. */
  readonly onEnd: (ended: ProgramEnded) => void
}

export function createPrograms({ sandbox, withDevices, folder, signal, onEnd }: ProgramsSettings): Programs {
  let cpuSeconds = 0
  let peakBytes = 0
  return {
    async run(program, args, options = {}) {
      const result = await observed(program, onEnd, () =>
        runProgram(options.devices ? withDevices : sandbox, {
          program,
          args,
          folder,
          limits: { ...DEFAULT_LIMITS, ...options.limits },
          timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
          signal: options.signal ? AbortSignal.any([signal, options.signal]) : signal,
          ...(options.onLine && { onLine: options.onLine }),
          ...(options.patience && { patience: options.patience }),
        }),
      )
      cpuSeconds += result.cpuSeconds
      peakBytes = Math.max(peakBytes, result.peakBytes)
      return result
    },
    get cpuSeconds() {
      return cpuSeconds
    },
    get peakBytes() {
      return peakBytes
    },
  }
}

/** A run as a span of its task's trace. Its arguments are not told: they hold nothing that the task's type does not. */
function observed(
  command: ProgramName,
  onEnd: (ended: ProgramEnded) => void,
  run: () => Promise<RunResult>,
): Promise<RunResult> {
  const started = performance.now()
  const secondsSince = () => (performance.now() - started) / 1_000
  return withSpan(
    command,
    { kind: 'client', attributes: { 'process.executable.name': command } },
    async (span) => {
      try {
        const result = await run()
        const { end, cpuSeconds } = result
        const status = end.kind === 'exited' ? end.code : undefined
        span.set({
          'marquee.program.end': end.kind,
          'marquee.cpu_seconds': cpuSeconds,
          'process.exit.code': status,
        })
        if (status !== 0) span.fail(end.kind)
        onEnd({ command, end: end.kind, status, cpuSeconds, seconds: secondsSince() })
        return result
      } catch (error) {
        onEnd({ command, end: 'stopped', cpuSeconds: 0, seconds: secondsSince() })
        throw error
      }
    },
  )
}
