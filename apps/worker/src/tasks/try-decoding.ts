import { availableParallelism } from 'node:os'
import {
  type AudioFacts,
  decodeTrialArguments,
  isRecoverable,
  type SourceFacts,
  soundTrialArguments,
} from '@marquee/media'
import { NICE } from '../ffmpeg/nice.ts'
import { PICTURES_MEMORY_BYTES, type Programs, type RunOptions } from '../ffmpeg/programs.ts'
import { failureOf, type ProgramFailure } from '../ffmpeg/run-end-failure.ts'
import type { RunResult } from '../ffmpeg/run-program.ts'
import { patienceFor } from '../ffmpeg/watch-standstill.ts'
import { TaskFailure } from './task-failure.ts'

/**
 * Decodes the pictures of a whole film once. Null where that goes well, and SOURCE_DAMAGED where it does not; any other code says
 * that the trial itself was cut short, and nothing of the film.
 */
export async function tryDecoding(
  programs: Programs,
  file: string,
  facts: SourceFacts,
): Promise<ProgramFailure | null> {
  return decode(programs, decodeTrialArguments(file, facts), facts.durationMs)
}

/** The same of a whole sound, in which nothing but what stops a decoder is damage. */
export async function tryHearing(
  programs: Programs,
  file: string,
  { audio, durationMs }: HeardSound,
): Promise<ProgramFailure | null> {
  return decode(programs, soundTrialArguments(file, audio), durationMs)
}

export type HeardSound = Pick<SourceFacts, 'durationMs'> & { readonly audio: AudioFacts }

async function decode(
  programs: Programs,
  args: readonly string[],
  durationMs: number,
): Promise<ProgramFailure | null> {
  const bounds = { ...decodingBounds(durationMs), patience: patienceFor() }
  return failureOf(await programs.run('ffmpeg', args, bounds), () => 'SOURCE_DAMAGED')
}

/** Ten minutes, and ten times the film: many times what decoding takes, on all processors, which it may have. */
export function decodingBounds(durationMs: number): Required<Pick<RunOptions, 'timeoutMs' | 'limits'>> {
  const timeoutMs = 600_000 + 10 * durationMs
  const cpuSeconds = Math.ceil((timeoutMs / 1000) * availableParallelism())
  return { timeoutMs, limits: { nice: NICE.other, cpuSeconds, memoryBytes: PICTURES_MEMORY_BYTES } }
}

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

/** Why an encode failed, after a look at its whole film that did not go well either. */
export function blameFor(failed: ProgramFailure, trial: ProgramFailure): ProgramFailure {
  if (!isRecoverable(trial.code)) return { ...failed, code: trial.code }
  // Damage is final, so nobody says it who has not seen it.
  return failed.code === 'SOURCE_DAMAGED' ? trial : failed
}
