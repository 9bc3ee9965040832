import { MAX_TASK_ATTEMPTS } from '@marquee/jobs'
import { isRecoverable, type RunErrorCode } from '@marquee/media'

/** What follows from a failed attempt: its task is queued again, left out, done by another run in software, or ends its run. */
export type Verdict = 'retry' | 'leave-out' | 'software' | 'fail'

export interface FailedAttempt {
  readonly code: RunErrorCode
  /** Attempts that have failed, this one included and those that died with their worker not; 0 where nobody could begin one. */
  readonly failures: number
  readonly essential: boolean
  /** Whether its run's hardware did it, or is waited for. */
  readonly onHardware: boolean
}

/** A device that was reset works the next time, or another worker's does; what is refused once more, software takes. */
const MAX_HARDWARE_ATTEMPTS = 2

/** What a device or its driver can be the cause of. Storage, disks, lost workers and our own faults are no better in software. */
const HARDWARES_FAULTS: ReadonlySet<RunErrorCode> = new Set([
  'ENCODE_FAILED',
  'ENCODE_TIMEOUT',
  'ENCODE_KILLED',
  'ENCODE_OUT_OF_MEMORY',
  'PACKAGE_FAILED',
  'NO_FITTING_WORKER',
])

/** What is said only once no other worker is worth waiting for, or trying. */
const LAST_WORDS: ReadonlySet<RunErrorCode> = new Set(['NO_FITTING_WORKER', 'WORKER_LOST'])

/**
 * Worth another attempt where the code is recoverable and attempts are left. A task that is not essential only makes a good
 * video better, so that our own failure at it costs the video nothing else.
 */
export function judgeFailure({ code, failures, essential, onHardware }: FailedAttempt): Verdict {
  if (!isRecoverable(code)) return 'fail'
  const isHardwares = onHardware && HARDWARES_FAULTS.has(code)
  const attempts = isHardwares ? MAX_HARDWARE_ATTEMPTS : MAX_TASK_ATTEMPTS
  if (!LAST_WORDS.has(code) && failures < attempts) return 'retry'
  if (!essential) return 'leave-out'
  return isHardwares ? 'software' : 'fail'
}
