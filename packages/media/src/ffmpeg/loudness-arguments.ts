import type { SoundPlan } from '../ladder/select-sounds.ts'
import type { AudioFacts } from '../source/source-facts.ts'
import { fork, mixed } from './audio-arguments.ts'
import { QUIET, SOUND_GUARDS } from './guarded-input.ts'
import { MIX_KEY } from './loudness.ts'

/**
 * ffmpeg: decodes the sound once, measures each mix as it will be encoded, and prints what it found so far every 100 ms, for
 * `createLoudnessReader`. True peaks are most of it (1.3 CPU s a minute of 5.1, 0.5 without), and no sample tells them.
 */
export function loudnessArguments(
  source: string,
  audio: Pick<AudioFacts, 'index'>,
  layouts: readonly SoundPlan['layout'][],
): string[] {
  return [
    ...[...QUIET, ...SOUND_GUARDS, '-i', source],
    ...['-filter_complex', meters(audio.index, layouts)],
    ...layouts.flatMap((_, index) => ['-map', `[l${index}]`]),
    ...['-f', 'null', '-'],
  ]
}

/** Both print to one stream: what is printed of a frame stands together, since one thread runs a graph, and each line is written at once. */
function meters(index: number, layouts: readonly SoundPlan['layout'][]): string {
  const chains = layouts.map((layout, place) =>
    [
      mixed(layout),
      'ebur128=peak=true:metadata=1',
      `ametadata=mode=add:key=${MIX_KEY}:value=${layout}`,
      `ametadata=mode=print:file=-:direct=1[l${place}]`,
    ].join(','),
  )
  return fork(`[0:${index}]anull`, chains)
}
