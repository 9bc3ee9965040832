import { isRecoverable } from '@marquee/media'
import { failureOf, type ProgramFailure } from '../ffmpeg/run-end-failure.ts'
import type { RunResult } from '../ffmpeg/run-program.ts'
import { TaskFailure } from './task-failure.ts'

/**
 * Throws where a program failed that read the source: a full disk looks to it like damage, and only a second look tells.
 * @param look does again what concerns the source alone, and writes nothing
 */
export async function throwWithBlame(
  run: RunResult,
  look: () => Promise<ProgramFailure | null>,
): Promise<void> {
  const failure = failureOf(run, () => 'ENCODE_FAILED')
  if (!failure) return
  const trial = failure.code === 'ENCODE_FAILED' ? await look() : null
  const { code, detail } = trial ? blameFor(failure, trial) : failure
  throw new TaskFailure(code, detail)
}

/** Why a program failed, after a look at its source that did not go well either. */
export function blameFor(failed: ProgramFailure, trial: ProgramFailure): ProgramFailure {
  if (!isRecoverable(trial.code)) return { ...failed, code: trial.code }
  // Damage is final, so nobody says it who has not seen it.
  return failed.code === 'SOURCE_DAMAGED' ? trial : failed
}
