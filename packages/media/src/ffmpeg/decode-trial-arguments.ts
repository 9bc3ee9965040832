import type { SourceFacts } from '../source/source-facts.ts'
import { countDamage } from './count-damage.ts'
import { INPUT_GUARDS, QUIET } from './guarded-input.ts'

/** ffmpeg: decodes what an encode decodes, and writes nothing: exit status 0 means that the source was not to blame. */
export function decodeTrialArguments(source: string, { video, audio }: SourceFacts): string[] {
  return [
    ...[...QUIET, ...countDamage(), ...INPUT_GUARDS, '-i', source, '-map', `0:${video.index}`],
    ...(audio ? ['-map', `0:${audio.index}`] : []),
    ...['-f', 'null', '-'],
  ]
}
