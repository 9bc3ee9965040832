import { decodeTrialArguments, type SourceFacts } from '@marquee/media'
import type { ProgramFailure } from '../ffmpeg/run-end-failure.ts'
import { SOURCE_FILE } from './fetch-source.ts'
import type { TaskContext } from './task-context.ts'
import { TaskFailure } from './task-failure.ts'

/**
 * An encoder that is given no picture says no more than that it failed, and so does one whose disk is full: ENCODE_FAILED.
 * Only a second look, which writes nothing, tells whether it is the source's fault.
 */
export async function judgeProgramFailure(
  context: TaskContext,
  facts: SourceFacts,
  { code, detail }: ProgramFailure,
): Promise<TaskFailure> {
  const isDamaged = code === 'ENCODE_FAILED' && !(await canDecode(context, facts))
  return new TaskFailure(isDamaged ? 'SOURCE_DAMAGED' : code, detail)
}

async function canDecode({ programs }: TaskContext, facts: SourceFacts): Promise<boolean> {
  const timeoutMs = wholeFilmTimeoutMs(facts)
  const { end } = await programs.run('ffmpeg', decodeTrialArguments(SOURCE_FILE, facts), { timeoutMs })
  return end.kind === 'exited' && end.code === 0
}

/** Ten minutes, and forty times the film: a slow machine with a slow preset, not a hung one. */
export function wholeFilmTimeoutMs({ durationMs }: SourceFacts): number {
  return 600_000 + 40 * durationMs
}
