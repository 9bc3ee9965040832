import type { ErrorCode } from '@marquee/media'

/** What only a client can know; everything else comes from the API with its code of packages/media. */
export const CLIENT_ERRORS = {
  API_UNREACHABLE: 'The server does not answer. Check your connection, then resume the upload.',
  STORAGE_UNREACHABLE: 'The storage does not take the file. Check your connection, then resume the upload.',
  PART_REFUSED:
    'The storage refused a part of the file. Resume the upload; if it is refused again, start a new one.',
  SOURCE_CHANGED:
    'The file changed or went away while it was uploading. Start a new upload with the finished file.',
  OTHER_FILE: 'This is not the file that the upload was begun with. Choose that one, or start a new upload.',
} as const

export type ClientErrorCode = keyof typeof CLIENT_ERRORS

/** A server newer than this client may know more codes. */
export type UploadErrorCode = ErrorCode | ClientErrorCode | (string & {})

export interface UploadErrorOptions {
  /** The same call may succeed later; starting the task again resumes it. */
  readonly retryable: boolean
  readonly cause?: unknown
}

/** Why an upload stopped: a stable code, and a sentence in English that says what to do. Translate by code. */
export class UploadError extends Error {
  override readonly name = 'UploadError'
  readonly code: UploadErrorCode
  readonly retryable: boolean

  constructor(code: UploadErrorCode, message: string, options: UploadErrorOptions) {
    super(message, { cause: options.cause })
    this.code = code
    this.retryable = options.retryable
  }
}

/** Another try would meet the same file. */
const FINAL: ReadonlySet<ClientErrorCode> = new Set(['SOURCE_CHANGED', 'OTHER_FILE'])

export function clientError(code: ClientErrorCode, cause?: unknown): UploadError {
  return new UploadError(code, CLIENT_ERRORS[code], { retryable: !FINAL.has(code), cause })
}

/** The first of a payload's userErrors as the error that UploadApi rejects with. */
export function refusedByApi(userError: { code: string; message: string }): UploadError {
  return new UploadError(userError.code, userError.message, { retryable: false })
}

/** Codes of a GraphQL answer after which the same request may succeed: faults of the server's, and a budget that fills again. */
const PASSING = [
  'INTERNAL',
  'INTERNAL_SERVER_ERROR',
  'STORAGE_UNAVAILABLE',
  'SERVICE_UNAVAILABLE',
  'RATE_LIMITED',
  'TOO_MANY_CONNECTIONS',
]

/** Whether what an answer's error code says is over after a while. */
export function passesByItself(code: string): boolean {
  return PASSING.includes(code)
}

/** For UploadApi: no answer, or a 5xx. */
export function apiUnreachable(cause?: unknown): UploadError {
  return clientError('API_UNREACHABLE', cause)
}
