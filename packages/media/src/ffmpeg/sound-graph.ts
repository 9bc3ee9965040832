import { AUDIO_SAMPLE_RATE } from '../ladder/ladder.ts'
import type { SoundPlan } from '../ladder/select-sounds.ts'
import { MIX_KEY } from './loudness.ts'

/** One decoded sound into several chains of filters. */
export function fork(from: string, chains: readonly string[]): string {
  if (chains.length === 1) return `${from},${chains[0]}`
  const copies = chains.map((_, index) => `[m${index}]`)
  const decoded = `${from},asplit=${chains.length}${copies.join('')}`
  return [decoded, ...chains.map((chain, index) => `${copies[index]}${chain}`)].join(';')
}

/** Mixed to a layout in float, so that nothing clips before its gain is applied. */
export function mixed(layout: SoundPlan['layout'], options = ''): string {
  return `aresample=${AUDIO_SAMPLE_RATE}${options}:out_sample_fmt=fltp:out_chlayout=${layout}`
}

/**
 * A chain for each mix that measures it, and prints to standard output what it found so far every 100 ms, for
 * `createLoudnessReader`. All print to one stream: what is printed of a frame stands together, since one thread runs a graph,
 * and each line is written at once.
 */
export function soundMeters(layouts: readonly SoundPlan['layout'][]): string[] {
  return layouts.map((layout, place) =>
    [
      mixed(layout),
      'ebur128=peak=true:metadata=1',
      `ametadata=mode=add:key=${MIX_KEY}:value=${layout}`,
      `ametadata=mode=print:file=-:direct=1[l${place}]`,
    ].join(','),
  )
}

/** What takes what {@link soundMeters} lets through, and keeps nothing of it. */
export function meterOutputs(layouts: readonly SoundPlan['layout'][]): string[] {
  if (layouts.length === 0) return []
  return [...layouts.flatMap((_, place) => ['-map', `[l${place}]`]), '-f', 'null', '-']
}
