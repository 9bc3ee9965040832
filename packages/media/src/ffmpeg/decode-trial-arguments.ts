import type { AudioFacts, SourceFacts } from '../source/source-facts.ts'
import { ANY_DAMAGE, countDamage } from './count-damage.ts'
import { INPUT_GUARDS, QUIET, SOUND_GUARDS } from './guarded-input.ts'

/** How every trial ends: nothing is written but how far it has come, on standard output. */
const NOTHING_BUT_PROGRESS = ['-f', 'null', '-progress', 'pipe:1', '-']

/** ffmpeg: decodes what an encode decodes, and writes nothing: exit status 0 means that the source was not to blame. */
export function decodeTrialArguments(source: string, { video }: Pick<SourceFacts, 'video'>): string[] {
  return [
    ...[...QUIET, ...countDamage(), ...INPUT_GUARDS, '-i', source, '-map', `0:${video.index}`],
    ...NOTHING_BUT_PROGRESS,
  ]
}

/** The same of a sound. */
export function soundTrialArguments(source: string, { index }: Pick<AudioFacts, 'index'>): string[] {
  return [
    ...[...QUIET, ...ANY_DAMAGE, ...SOUND_GUARDS, '-i', source, '-map', `0:${index}`],
    ...NOTHING_BUT_PROGRESS,
  ]
}
