import { type DestinationStream, type Logger, pino } from 'pino'
import { currentTrace } from '../tracing/trace-context.ts'
import { currentLogFields } from './log-fields.ts'
import { redactLine } from './redact-line.ts'

export type { Logger }

export interface LoggerOptions {
  /** LOG_LEVEL of loggingEnvironment; `info` where it is left out. */
  readonly level?: string
  /** Where lines go; standard output where it is left out. */
  readonly destination?: DestinationStream
}

/**
 * A pino logger that writes one JSON line an event: `{"level":"info","time":"…Z","program":"edge",…,"msg":"…"}`,
 * without secrets (see redactLine), with the `requestId` of the request or job it belongs to, and the fields of logWith. Pass an error as `{ err }`.
 */
export function createLogger(program: string, options: LoggerOptions = {}): Logger {
  const settings = {
    level: options.level ?? 'info',
    base: { program, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: placeLine,
    hooks: { streamWrite: redactLine },
  }
  return options.destination ? pino(settings, options.destination) : pino(settings)
}

function placeLine(): object {
  const trace = currentTrace()
  return { ...(trace && { requestId: trace.traceId }), ...currentLogFields() }
}
