/** An expected end of a command: a stable code, and a sentence that says what to do. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly code: string
  /** The same call may succeed later. */
  readonly retryable: boolean

  constructor(code: string, message: string, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.retryable = options.retryable ?? false
  }
}

export function apiUnreachable(apiUrl: string, cause?: unknown): CliError {
  const message = `The API at ${apiUrl} does not answer. Start it with npm start, or set PUBLIC_API_URL.`
  return new CliError('API_UNREACHABLE', message, { retryable: true, cause })
}
