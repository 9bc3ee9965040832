import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  createLoudnessReader,
  DAMAGED_EXIT,
  gainOf,
  type LoudnessReader,
  loudnessArguments,
  mixesOf,
  SILENT_SHARE,
  SOUND_CODECS,
  type SoundPlan,
  selectSounds,
} from '@marquee/media'
import { z } from 'zod'
import type { RunOptions } from '../ffmpeg/programs.ts'
import { defineTask, one } from './define-task.ts'
import { fetchSource, SOURCE_FILE } from './fetch-source.ts'
import { playsAsItIs } from './plays-as-it-is.ts'
import type { TaskContext } from './task-context.ts'
import { throwWithBlame } from './throw-with-blame.ts'
import { type HeardSound, tryHearing } from './try-decoding.ts'

export const loudness = defineTask({
  type: 'loudness',
  summary:
    'Measures how loud the sound is, or the mix that is waited for, while the film is still being planned.',
  resource: 'light',
  priority: 1,
  consumes: { facts: one(ARTEFACTS.facts) },
  produces: { loudness: ARTEFACTS.loudness },
  options: z.strictObject({}),
  cost: { fixed: 0.1, perSecond: 0.006 },
  run: async (context, { facts: { facts } }) => {
    const { audio } = facts
    if (!audio) throw new Error('A film without sound has none to measure')
    await fetchSource(context)
    const mixes = mixesOf(selectSounds(audio, SOUND_CODECS))
    // The others are measured while the first is encoded, which is decoded once more; nobody waits who watches the source.
    const awaited = playsAsItIs(context, facts) ? mixes : mixes.slice(0, 1)
    return { loudness: await measureLoudness(context, { ...facts, audio }, awaited) }
  },
})

/**
 * Each mix has a gain of its own: a sound of six channels is louder, and peaks higher, than the same in two. The source must
 * have been fetched.
 */
export async function measureLoudness(
  { programs }: Pick<TaskContext, 'programs'>,
  sound: HeardSound,
  layouts: readonly SoundPlan['layout'][],
): Promise<ArtefactOf<'loudness'>> {
  const reader = createLoudnessReader()
  const run = await programs.run('ffmpeg', loudnessArguments(SOURCE_FILE, sound.audio, layouts), {
    ...soundLimits(sound.durationMs),
    onLine: reader.read,
  })
  if (run.end.kind === 'exited' && run.end.code === DAMAGED_EXIT)
    return { ...gainsOf(reader, layouts), remark: MUCH_IS_SILENT }
  await throwWithBlame(run, () => tryHearing(programs, SOURCE_FILE, sound))
  return gainsOf(reader, layouts)
}

const MUCH_IS_SILENT = `More than ${100 * SILENT_SHARE} % of its sound cannot be decoded, and is silent.`

/** What was read of each mix, as the gain that it takes. */
export function gainsOf(
  reader: LoudnessReader,
  layouts: readonly SoundPlan['layout'][],
): ArtefactOf<'loudness'> {
  return { mixes: layouts.map((layout) => ({ layout, gainDb: gainOf(reader.measure(layout)) })) }
}

/** Bounds of what goes through a whole sound: a minute of 5.1 takes three seconds of a processor, twelve hours are accepted. */
export function soundLimits(durationMs: number): Required<Pick<RunOptions, 'timeoutMs' | 'limits'>> {
  return { timeoutMs: 600_000 + 2 * durationMs, limits: { cpuSeconds: Math.ceil(600 + durationMs / 2_000) } }
}
