import type { Logger } from '../logging/create-logger.ts'

export interface ShutdownStep {
  readonly name: string
  /** The signal aborts when the whole shutdown's bound is near: give up what cannot be finished. */
  run(signal: AbortSignal): Promise<unknown> | unknown
}

export interface ShutdownOptions {
  readonly logger: Logger
  /** In the order they run: first stop taking work, then finish it, then close what it used. */
  readonly steps: readonly ShutdownStep[]
  /** Milliseconds for all steps together: DRAIN_SECONDS, which whoever kills knows as well. */
  readonly boundMs: number
  /** For tests. */
  readonly exit?: (code: number) => void
}

/** Runs the steps once, whoever asks; resolves to the exit code. */
export type ShutDown = (reason: string) => Promise<number>

/** Milliseconds before the bound at which the steps' signal aborts, so that they can still say goodbye. */
const GRACE_MS = 2_000

/**
 * On SIGTERM and SIGINT runs the steps in order and exits: 0 when all succeeded in time, else 1. A step that
 * throws is logged and the next one runs. Further signals change nothing: Ctrl-C reaches a whole process
 * group, and its supervisor then sends another.
 */
export function onShutdown(options: ShutdownOptions): ShutDown {
  const exit = options.exit ?? ((code: number) => process.exit(code))
  let running: Promise<number> | undefined
  const shutDown = (reason: string): Promise<number> => {
    running ??= runBounded(options, reason).then((code) => {
      exit(code)
      return code
    })
    return running
  }
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => void shutDown(name))
  return shutDown
}

async function runBounded(options: ShutdownOptions, reason: string): Promise<number> {
  const { logger, boundMs } = options
  logger.info({ reason }, 'shutting down')
  const abort = new AbortController()
  const timers: NodeJS.Timeout[] = []
  const bound = new Promise<number>((resolve) => {
    timers.push(setTimeout(() => abort.abort(), Math.max(boundMs - GRACE_MS, boundMs / 2)))
    timers.push(setTimeout(() => resolve(1), boundMs))
  })
  const code = await Promise.race([runSteps(options, abort.signal), bound])
  for (const timer of timers) clearTimeout(timer)
  logger.info({ code }, 'stopped')
  return code
}

async function runSteps({ logger, steps }: ShutdownOptions, signal: AbortSignal): Promise<number> {
  let code = 0
  for (const step of steps) {
    try {
      await step.run(signal)
    } catch (err) {
      logger.error({ err, step: step.name }, 'a shutdown step failed')
      code = 1
    }
  }
  return code
}
