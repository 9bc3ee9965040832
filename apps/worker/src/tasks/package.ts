import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  checkPublication,
  composeStream,
  type SourceFacts,
  type StreamPart,
  streamText,
  streamTextNames,
} from '@marquee/media'
import { z } from 'zod'
import { defineTask, many, one, optional } from './define-task.ts'
import { revisionObject } from './revision-object.ts'
import { partsByTrack } from './stream/parts-by-track.ts'
import type { TaskContext } from './task-context.ts'
import { TaskFailure } from './task-failure.ts'

export const packageSet = defineTask({
  type: 'package',
  summary: 'Writes the playlists and the manifest of a stream that is all there, and checks them.',
  resource: 'light',
  priority: 2,
  consumes: {
    facts: one(ARTEFACTS.facts),
    stream: one(ARTEFACTS.stream),
    renditions: many(ARTEFACTS.renditions),
    sound: optional(ARTEFACTS.sound),
  },
  produces: { streams: ARTEFACTS.streams },
  gathers: 'stream',
  // The stream announces every sound that its source has.
  needsWhere: { sound: { sound: true } },
  options: z.strictObject({}),
  cost: { fixed: 0.2 },
  run: async (context, { facts: { facts }, stream, renditions, sound }) => {
    const parts = partsByTrack(renditions, sound)
    return { streams: await writeTexts(context, facts, stream, parts) }
  },
})

/** From now on these are what is served at the addresses at which the stream grew. */
async function writeTexts(
  { stores, videoPublicId, signal }: TaskContext,
  facts: SourceFacts,
  { revision, head }: ArtefactOf<'stream'>,
  parts: ReadonlyMap<string, readonly StreamPart[]>,
): Promise<ArtefactOf<'streams'>> {
  const stream = composeStream(head, parts)
  if (!stream.complete) throw new TaskFailure('PACKAGE_FAILED', 'parts of the stream are missing')
  const names = streamTextNames(stream)
  // A complete stream's texts say nothing of when it grew.
  const times = { announcedAt: new Date(0), changedAt: new Date(0) }
  const texts = new Map(names.map((name) => [name, streamText(stream, name, times) ?? '']))
  const prefix = `videos/${videoPublicId}/${revision}/`
  const sizes = new Map<string, number>([...texts].map(([name, text]) => [name, text.length]))
  for await (const { key, size } of stores.transcoded.list(prefix, { signal }))
    sizes.set(key.slice(prefix.length), size)
  const { problems, renditions } = checkPublication(
    { sizes, texts },
    {
      renditions: head.pictures,
      sounds: stream.sounds.map(({ track }) => track.name),
      durationMs: facts.durationMs,
      lastFrameMs: facts.video.lastFrameMs,
    },
  )
  if (problems.length > 0) throw new TaskFailure('PACKAGE_FAILED', problems.join('; '))
  for (const [name, text] of texts) {
    await stores.transcoded.put(`${prefix}${name}`, text, {
      ...revisionObject(name),
      ifNoneMatch: '*',
      signal,
    })
  }
  return { revision, renditions: [...renditions] }
}
