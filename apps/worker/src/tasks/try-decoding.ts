import { availableParallelism } from 'node:os'
import { decodeTrialArguments, type SourceFacts } from '@marquee/media'
import { NICE } from '../ffmpeg/nice.ts'
import { PICTURES_MEMORY_BYTES, type Programs, type RunOptions } from '../ffmpeg/programs.ts'
import { failureOf, type ProgramFailure } from '../ffmpeg/run-end-failure.ts'

/**
 * Decodes the pictures of a whole film once. Null where that goes well, and SOURCE_DAMAGED where it does not; any other code says
 * that the trial itself was cut short, and nothing of the film.
 */
export async function tryDecoding(
  programs: Programs,
  file: string,
  facts: SourceFacts,
): Promise<ProgramFailure | null> {
  const args = decodeTrialArguments(file, { ...facts, audio: null })
  const run = await programs.run('ffmpeg', args, decodingBounds(facts.durationMs))
  return failureOf(run, () => 'SOURCE_DAMAGED')
}

/** Ten minutes, and ten times the film: many times what decoding takes, on all processors, which it may have. */
export function decodingBounds(durationMs: number): Required<Pick<RunOptions, 'timeoutMs' | 'limits'>> {
  const timeoutMs = 600_000 + 10 * durationMs
  const cpuSeconds = Math.ceil((timeoutMs / 1000) * availableParallelism())
  return { timeoutMs, limits: { nice: NICE.other, cpuSeconds, memoryBytes: PICTURES_MEMORY_BYTES } }
}

/** Why an encode failed, after a look at its whole film that did not go well either. */
export function blameFor(failed: ProgramFailure, trial: ProgramFailure): ProgramFailure {
  if (trial.code === 'SOURCE_DAMAGED') return { ...failed, code: 'SOURCE_DAMAGED' }
  // Damage is final, so nobody says it who has not seen it.
  return failed.code === 'SOURCE_DAMAGED' ? trial : failed
}
