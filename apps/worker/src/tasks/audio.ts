import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  FIRST_SOUND_SEGMENTS,
  mixesOf,
  planSound,
  type SoundPlan,
  type SoundTrack,
  type SourceFacts,
  whileGrowing,
} from '@marquee/media'
import { z } from 'zod'
import { defineTask, one, optional } from './define-task.ts'
import { fetchSource } from './fetch-source.ts'
import { measureLoudness } from './loudness.ts'
import { type GainedTrack, type HeardFilm, writeSounds } from './stream/write-sounds.ts'
import type { TaskContext } from './task-context.ts'

const options = z.strictObject({
  /** Brings each whole sound to −14 LUFS by one gain, with no true peak above −2 dBTP, where no other task has measured it. */
  normalize: z.boolean().default(true),
})

export const audio = defineTask({
  type: 'audio',
  summary:
    'Writes every sound that the stream announces, brought to −14 LUFS, and lets it be heard meanwhile.',
  resource: 'light',
  priority: 1,
  consumes: {
    facts: one(ARTEFACTS.facts),
    stream: one(ARTEFACTS.stream),
    loudness: optional(ARTEFACTS.loudness),
  },
  produces: { sound: ARTEFACTS.sound },
  options,
  cost: { fixed: 0.2, perSecond: 0.03 },
  run: async (context, { facts: { facts }, stream, loudness }, { normalize }) => {
    const film = heardFilm(facts)
    const { sounds: tracks } = stream.head
    await fetchSource(context)
    const known = loudness ?? (await gainsOfAll(context, film, mixesOf(tracks), normalize))
    const first = tracks.filter((track) => mixOf(track, known))
    const later = tracks.filter((track) => !first.includes(track))
    const passes = later.length > 0 ? 2 : 1
    const begun = await writeSounds(context, stream, film, {
      sounds: applyGains(first, known),
      measured: mixesOf(later),
      progress: { done: 0, passes },
    })
    // What another task has measured, it has remarked on.
    const remark = loudness ? undefined : known.remark
    if (later.length === 0) return { sound: { tracks: begun.tracks, remark } }
    const { tracks: others } = await writeSounds(context, stream, film, {
      sounds: applyGains(later, begun.loudness),
      progress: { done: 1, passes },
    })
    return { sound: { tracks: [...begun.tracks, ...others], remark } }
  },
})

export const audioFirst = defineTask({
  type: 'audio-first',
  summary: 'Writes the beginning of the sound that is heard first by itself, so that something plays soon.',
  resource: 'light',
  priority: 1,
  consumes: {
    facts: one(ARTEFACTS.facts),
    stream: one(ARTEFACTS.stream),
    loudness: one(ARTEFACTS.loudness),
  },
  produces: { sound: ARTEFACTS.sound },
  partial: true,
  options: z.strictObject({}),
  cost: { fixed: 0.3 },
  run: async (context, { facts: { facts }, stream, loudness }) => {
    await fetchSource(context)
    const sounds = applyGains(whileGrowing(stream.head).sounds, loudness)
    const until = FIRST_SOUND_SEGMENTS
    const { tracks } = await writeSounds(context, stream, heardFilm(facts), { sounds, until })
    return { sound: { tracks } }
  },
})

function heardFilm(facts: SourceFacts): HeardFilm {
  const { audio: source } = facts
  if (!source) throw new Error('A film without sound has none to encode')
  return { ...facts, audio: source }
}

async function gainsOfAll(
  context: TaskContext,
  film: HeardFilm,
  layouts: readonly SoundPlan['layout'][],
  normalize: boolean,
): Promise<ArtefactOf<'loudness'>> {
  if (normalize) return measureLoudness(context, film, layouts)
  return { mixes: layouts.map((layout) => ({ layout, gainDb: 0 })) }
}

function mixOf(track: SoundTrack, { mixes }: ArtefactOf<'loudness'>) {
  return mixes.find(({ layout }) => layout === planSound(track).layout)
}

function applyGains(tracks: readonly SoundTrack[], loudness: ArtefactOf<'loudness'>): readonly GainedTrack[] {
  return tracks.map((track) => {
    const mix = mixOf(track, loudness)
    if (!mix) throw new Error(`Nobody has measured the mix of «${track.name}»`)
    return { track, gainDb: mix.gainDb }
  })
}
