import { availableParallelism } from 'node:os'
import { type AudioFacts, decodeTrialArguments, type SourceFacts, soundTrialArguments } from '@marquee/media'
import { NICE } from '../ffmpeg/nice.ts'
import { PICTURES_MEMORY_BYTES, type Programs, type RunOptions } from '../ffmpeg/programs.ts'
import { failureOf, type ProgramFailure } from '../ffmpeg/run-end-failure.ts'
import { patienceFor } from '../ffmpeg/watch-standstill.ts'

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
  const bounds = { ...decodingBounds(durationMs), patience: patienceFor(durationMs) }
  return failureOf(await programs.run('ffmpeg', args, bounds), () => 'SOURCE_DAMAGED')
}

/** Ten minutes, and ten times the film: many times what decoding takes, on all processors, which it may have. */
export function decodingBounds(durationMs: number): Required<Pick<RunOptions, 'timeoutMs' | 'limits'>> {
  const timeoutMs = 600_000 + 10 * durationMs
  const cpuSeconds = Math.ceil((timeoutMs / 1000) * availableParallelism())
  return { timeoutMs, limits: { nice: NICE.other, cpuSeconds, memoryBytes: PICTURES_MEMORY_BYTES } }
}
