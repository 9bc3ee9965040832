import type { SoundPlan } from '../ladder/select-sounds.ts'
import type { AudioFacts } from '../source/source-facts.ts'
import { mixed } from './audio-arguments.ts'
import { INPUT_GUARDS, QUIET } from './guarded-input.ts'

/** ffmpeg: measures the sound as it will be encoded, and prints what it found so far every 100 ms, for `createLoudnessReader`. */
export function loudnessArguments(
  source: string,
  audio: Pick<AudioFacts, 'index'>,
  layout: SoundPlan['layout'],
): string[] {
  const meter = 'ebur128=peak=true:metadata=1,ametadata=mode=print:file=-'
  return [
    ...[...QUIET, ...INPUT_GUARDS, '-i', source, '-map', `0:${audio.index}`],
    ...['-af', `${mixed(layout)},${meter}`, '-f', 'null', '-'],
  ]
}
