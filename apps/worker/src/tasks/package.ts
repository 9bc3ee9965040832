import { join } from 'node:path'
import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  AUDIO_FILE,
  type EncodedRenditions,
  type PackagedTrack,
  renditionFile,
  type SourceFacts,
} from '@marquee/media'
import { z } from 'zod'
import { defineTask, many, one } from './define-task.ts'
import { makeStreamSet } from './make-stream-set.ts'
import type { TaskContext } from './task-context.ts'

export const packageSet = defineTask({
  type: 'package',
  summary: 'Makes one adaptive set, HLS and DASH, of all renditions.',
  resource: 'light',
  priority: 2,
  consumes: { facts: one(ARTEFACTS.facts), renditions: many(ARTEFACTS.renditions) },
  produces: { streams: ARTEFACTS.streams },
  options: z.strictObject({}),
  cost: { fixed: 0.2, perSecond: 0.015 },
  run: async (context, { facts: { facts }, renditions }) => ({
    streams: await packageRenditions(context, facts, renditions),
  }),
})

async function packageRenditions(
  context: TaskContext,
  facts: SourceFacts,
  encodes: readonly EncodedRenditions[],
): Promise<ArtefactOf<'streams'>> {
  const renditions = encodes.flatMap((encoded) => encoded.renditions)
  const audio = encodes.find((encoded) => encoded.audio !== null)?.audio ?? null
  const { stores, cache, folder, signal } = context
  const fetch = (key: string, file: string) => cache.fetch(stores.temporary, key, join(folder, file), signal)
  await Promise.all([
    ...renditions.map((rendition) => fetch(rendition.key, renditionFile(rendition))),
    ...(audio ? [fetch(audio.key, AUDIO_FILE)] : []),
  ])
  const tracks: PackagedTrack[] = [
    ...renditions.map((one) => ({ kind: 'video' as const, name: one.name, file: renditionFile(one) })),
    ...(audio ? [{ kind: 'audio' as const, name: 'audio', file: AUDIO_FILE }] : []),
  ]
  const found = await makeStreamSet(context, tracks, {
    renditions,
    hasAudio: audio !== null,
    durationMs: facts.durationMs,
    lastFrameMs: facts.video.lastFrameMs,
  })
  return { revision: context.revision, renditions: [...found] }
}
