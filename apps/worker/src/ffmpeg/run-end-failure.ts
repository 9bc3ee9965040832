import type { RunErrorCode } from '@marquee/media'
import type { RunResult } from './run-program.ts'

/** Why a program did not do its work. */
export interface ProgramFailure {
  readonly code: RunErrorCode
  readonly detail: string
}

/**
 * The code of a run that did not exit with 0; null where it did. What exit statuses and crashes mean is the caller's
 * to say, who knows whether the program read a stranger's file or ours.
 * @param onExit the exit status, or null where it crashed
 */
export function failureOf(
  { end, log }: RunResult,
  onExit: (status: number | null) => RunErrorCode,
): ProgramFailure | null {
  switch (end.kind) {
    case 'exited':
      return end.code === 0 ? null : { code: onExit(end.code), detail: `exit status ${end.code}\n${log}` }
    case 'crashed':
      return { code: onExit(null), detail: `crashed by signal ${end.signal}\n${log}` }
    case 'timed-out':
      return { code: 'ENCODE_TIMEOUT', detail: `took too long\n${log}` }
    case 'stood-still':
      return { code: 'ENCODE_TIMEOUT', detail: `came no further\n${log}` }
    case 'too-large':
      return { code: 'ENCODE_FAILED', detail: `wrote more than it may\n${log}` }
    case 'out-of-memory':
      return { code: 'ENCODE_OUT_OF_MEMORY', detail: `took more memory than it may\n${log}` }
    case 'killed':
      return { code: 'ENCODE_KILLED', detail: `ended by signal ${end.signal}\n${log}` }
  }
}
