import type { RunErrorCode } from '@marquee/media'
import { StorageError } from '@marquee/storage'

/** Why a task did not end well. Whether it is worth another attempt is the code's answer (`isRecoverable`). */
export class TaskFailure extends Error {
  override readonly name = 'TaskFailure'
  readonly code: RunErrorCode
  /** For operators: numbers, exit statuses, the tail of a program's log. Never shown to viewers. */
  readonly detail: string

  constructor(code: RunErrorCode, detail: string, options?: ErrorOptions) {
    super(`${code}: ${detail}`, options)
    this.code = code
    this.detail = detail
  }
}

/**
 * Gives any error its code. A store that refuses (wrong credentials) or has lost an object is our fault, not
 * weather, but only a person can tell them apart: both are worth another attempt.
 */
export function asTaskFailure(error: unknown): TaskFailure {
  if (error instanceof TaskFailure) return error
  const detail = error instanceof Error ? error.message : String(error)
  if (error instanceof StorageError && error.code === 'STORAGE_UNAVAILABLE') {
    return new TaskFailure('STORAGE_UNAVAILABLE', detail, { cause: error })
  }
  return new TaskFailure('INTERNAL', detail, { cause: error })
}
