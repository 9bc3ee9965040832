/** One JSON line on standard output, in the shape that every program of the house writes. */
export function log(
  level: 'info' | 'warn' | 'error',
  msg: string,
  fields: Record<string, unknown> = {},
): void {
  process.stdout.write(
    `${JSON.stringify({ level, time: new Date().toISOString(), name: 'web', msg, ...fields })}\n`,
  )
}
