import { statfs } from 'node:fs/promises'
import type { RunErrorCode } from '@marquee/media'
import { StorageError } from '@marquee/storage'
import { failureOf } from '../ffmpeg/run-end-failure.ts'
import type { RunResult } from '../ffmpeg/run-program.ts'

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
 * @param code of a program that exits with another status than 0, or crashes
 * @throws TaskFailure where a program did not do its work
 */
export function throwUnlessDone(run: RunResult, code: RunErrorCode): void {
  const failure = failureOf(run, () => code)
  if (failure) throw new TaskFailure(failure.code, failure.detail)
}

/**
 * Gives any error its code. A store that refuses (wrong credentials) or has lost an object is our fault, not
 * weather, but only a person can tell them apart: both are worth another attempt.
 */
export function asTaskFailure(error: unknown): TaskFailure {
  if (error instanceof TaskFailure) return error
  const detail = error instanceof Error ? error.message : String(error)
  return new TaskFailure(codeOf(error), detail, { cause: error })
}

function codeOf(error: unknown): RunErrorCode {
  if (error instanceof StorageError && isOfStore(error.code)) return error.code
  return isNoSpace(error) ? 'WORKER_DISK_FULL' : 'INTERNAL'
}

function isOfStore(code: string): code is 'STORAGE_UNAVAILABLE' | 'STORAGE_REFUSED' {
  return code === 'STORAGE_UNAVAILABLE' || code === 'STORAGE_REFUSED'
}

function isNoSpace(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC'
}

/** Less room than this is none: no file that a task writes is smaller than what a program holds back before it writes. */
const NO_ROOM_BYTES = 1_000_000

/**
 * The failure as it is where a program could not write: it says no more than that it failed, which looks like the fault of
 * what it read.
 */
export async function unlessDiskIsFull(failure: TaskFailure, folder: string): Promise<TaskFailure> {
  if (!FAILURES_OF_PROGRAMS.includes(failure.code)) return failure
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize >= NO_ROOM_BYTES) return failure
  return new TaskFailure('WORKER_DISK_FULL', failure.message, { cause: failure })
}

const FAILURES_OF_PROGRAMS: readonly RunErrorCode[] = [
  'SOURCE_DAMAGED',
  'SOURCE_TRUNCATED',
  'SOURCE_UNREADABLE',
  'ENCODE_FAILED',
  'PACKAGE_FAILED',
  'INTERNAL',
]
