import type { FormattedExecutionResult } from 'graphql'

/** Of answers that several requests are given: each is written once. */
const written = new WeakMap<FormattedExecutionResult, Buffer>()

/** An answer as it is sent. */
export function bytesOf(result: FormattedExecutionResult): Buffer {
  const before = written.get(result)
  if (before) return before
  const bytes = Buffer.from(JSON.stringify(result))
  written.set(result, bytes)
  return bytes
}
