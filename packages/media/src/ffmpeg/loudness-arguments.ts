import type { SoundPlan } from '../ladder/select-sounds.ts'
import type { AudioFacts } from '../source/source-facts.ts'
import { SILENT_SHARE } from './count-damage.ts'
import { QUIET, SOUND_GUARDS } from './guarded-input.ts'
import { fork, meterOutputs, soundMeters } from './sound-graph.ts'

/**
 * ffmpeg: decodes the sound once and measures each mix as it will be encoded, for `createLoudnessReader`. True peaks are most of
 * it, and no sample tells them; six channels take three times as long as two. All of it is measured where it exits with DAMAGED_EXIT
 * too, which says that more than SILENT_SHARE of the sound cannot be decoded.
 */
export function loudnessArguments(
  source: string,
  audio: Pick<AudioFacts, 'index'>,
  layouts: readonly SoundPlan['layout'][],
): string[] {
  return [
    ...[...QUIET, '-max_error_rate', String(SILENT_SHARE), ...SOUND_GUARDS, '-i', source],
    ...['-filter_complex', fork(`[0:${audio.index}]anull`, soundMeters(layouts))],
    ...meterOutputs(layouts),
  ]
}
