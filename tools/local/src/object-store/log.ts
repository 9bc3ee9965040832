/** One line of JSON on standard output, in the shape that every program of the house writes. */
export function log(level: 'debug' | 'info' | 'warn' | 'error', msg: string, fields: object = {}): void {
  const time = new Date().toISOString()
  const line = { level, time, program: 'object-store', pid: process.pid, ...fields, msg }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** What of an error is worth a line. */
export function describeError(error: unknown): { type: string; message: string; stack: string | undefined } {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error), stack: undefined }
  return { type: error.name, message: error.message, stack: error.stack }
}
