import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  type CaptionFacts,
  type ChosenCaption,
  captionFile,
  chooseCaptions,
  createTextTrackReader,
  extractCaptionsArguments,
  readCaptions,
  textTrackArguments,
  writeVtt,
} from '@marquee/media'
import { z } from 'zod'
import { NICE } from '../ffmpeg/nice.ts'
import { defineTask, one } from './define-task.ts'
import { fetchSource, SOURCE_FILE } from './fetch-source.ts'
import { revisionObject } from './revision-object.ts'
import type { TaskContext } from './task-context.ts'
import { throwUnlessDone } from './task-failure.ts'

export const captions = defineTask({
  type: 'captions',
  summary: 'Takes the captions that a film carries as text, one track a language.',
  resource: 'light',
  priority: 3,
  consumes: { facts: one(ARTEFACTS.facts) },
  produces: { captions: ARTEFACTS.captions },
  options: z.strictObject({}),
  cost: { fixed: 0.2, perSecond: 0.001 },
  run: async (context, { facts: { facts } }) => {
    await fetchSource(context)
    const chosen = await chooseTracks(context, facts.captions)
    if (chosen.length > 0) await extract(context, chosen)
    const tracks: ArtefactOf<'captions'>['tracks'][number][] = []
    for (const one of chosen) {
      const path = await publishCaption(context, one)
      if (path !== null) tracks.push({ language: one.language, path })
    }
    return { captions: { revision: context.revision, tracks } }
  },
})

async function chooseTracks(
  { programs }: TaskContext,
  known: readonly CaptionFacts[],
): Promise<readonly ChosenCaption[]> {
  const reader = createTextTrackReader()
  const run = await programs.run('ffprobe', textTrackArguments(SOURCE_FILE), { onLine: reader.read })
  throwUnlessDone(run, 'ENCODE_FAILED')
  const isText = new Set(known.map(({ index }) => index))
  return chooseCaptions(reader.tracks.filter(({ index }) => isText.has(index)))
}

async function extract({ programs }: TaskContext, chosen: readonly ChosenCaption[]): Promise<void> {
  const run = await programs.run('ffmpeg', extractCaptionsArguments(SOURCE_FILE, chosen), {
    // It shares the machine with what makes the video watchable.
    limits: { nice: NICE.seen },
  })
  // What cannot be converted is no reason to refuse the film.
  throwUnlessDone(run, 'ENCODE_FAILED')
}

/** Null where nothing is said in it, or nothing that can be read. */
async function publishCaption(
  { folder, stores, revision, revisionPrefix, signal }: TaskContext,
  chosen: ChosenCaption,
): Promise<string | null> {
  const read = readCaptions(await readFile(join(folder, captionFile(chosen)), 'utf8'))
  if (!read.ok) return null
  const name = `${chosen.language}.vtt`
  await stores.transcoded.put(`${revisionPrefix}${name}`, writeVtt(read.cues), {
    ...revisionObject(name),
    signal,
  })
  return `${revision}/${name}`
}
