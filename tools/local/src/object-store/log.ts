/** One line of JSON on standard output, in pino's shape, so that all programs' logs read alike. */
export function log(level: 'debug' | 'info' | 'warn' | 'error', msg: string, fields: object = {}): void {
  const line = { level: LEVELS[level], time: Date.now(), name: 'object-store', ...fields, msg }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

const LEVELS = { debug: 20, info: 30, warn: 40, error: 50 }

/** What of an error is worth a line. */
export function describeError(error: unknown): { type: string; message: string; stack: string | undefined } {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error), stack: undefined }
  return { type: error.name, message: error.message, stack: error.stack }
}
