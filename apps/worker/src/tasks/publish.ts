import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  checkPublication,
  isStreamText,
  MANIFEST,
  MASTER_PLAYLIST,
  type SourceFacts,
  type StoredRevision,
  type StreamSet,
} from '@marquee/media'
import type { ObjectStore } from '@marquee/storage'
import { z } from 'zod'
import { defineTask, one, optional } from './define-task.ts'
import type { TaskContext } from './task-context.ts'
import { TaskFailure } from './task-failure.ts'

const options = z.strictObject({
  /** Whether something better follows: the video becomes playable by it, and not yet ready. */
  early: z.boolean().default(false),
})

export const publish = defineTask({
  type: 'publish',
  summary: 'Verifies a set as it lies in the store, and makes it what the video plays.',
  resource: 'light',
  priority: 1,
  consumes: {
    facts: one(ARTEFACTS.facts),
    streams: one(ARTEFACTS.streams),
    // Read by nobody: it is waited for.
    integrity: optional(ARTEFACTS.integrity),
    poster: optional(ARTEFACTS.poster),
    storyboard: optional(ARTEFACTS.storyboard),
    // They are in the video's row by then: a run ends with what it publishes.
    captions: optional(ARTEFACTS.captions),
    downloads: optional(ARTEFACTS.downloads),
  },
  produces: { publication: ARTEFACTS.publication },
  options,
  ends: { unless: 'early' },
  cost: { fixed: 0.1 },
  run: async (context, inputs, { early }) => ({
    publication: await publishRevision(context, {
      facts: inputs.facts.facts,
      streams: inputs.streams,
      early,
      posterPath: inputs.poster?.path ?? null,
      storyboardPath: inputs.storyboard?.path ?? null,
    }),
  }),
})

/** What a publication is beside its streams. */
type Circumstances = Pick<ArtefactOf<'publication'>, 'early' | 'posterPath' | 'storyboardPath'>

type Request = Circumstances & {
  readonly facts: SourceFacts
  readonly streams: StreamSet
}

/** What the completion handler makes the video play. */
export function describePublication(
  { durationMs, video }: SourceFacts,
  { revision, renditions }: StreamSet,
  circumstances: Circumstances,
): ArtefactOf<'publication'> {
  return {
    ...circumstances,
    revision,
    hlsPath: `${revision}/${MASTER_PLAYLIST}`,
    dashPath: `${revision}/${MANIFEST}`,
    durationMs,
    ...video.display,
    renditions: [...renditions],
  }
}

/** The video's row is written by the completion handler, from what this answers. */
async function publishRevision(
  { stores, videoPublicId, signal }: TaskContext,
  { facts, streams, ...rest }: Request,
): Promise<ArtefactOf<'publication'>> {
  const { revision, renditions: expected } = streams
  const prefix = `videos/${videoPublicId}/${revision}/`
  const { problems, renditions } = checkPublication(await readRevision(stores.transcoded, prefix, signal), {
    renditions: expected.filter(({ width }) => width > 0),
    sounds: expected.filter(({ width }) => width === 0).map(({ name }) => name),
    durationMs: facts.durationMs,
    lastFrameMs: facts.video.lastFrameMs,
  })
  if (problems.length > 0) throw new TaskFailure('PACKAGE_FAILED', problems.join('; '))
  const publication = describePublication(facts, { revision, renditions }, rest)
  // Who comes second finds the same: a revision is made by one attempt and never changes.
  await stores.transcoded.put(`${prefix}publication.json`, JSON.stringify(publication), {
    ifNoneMatch: '*',
    contentType: 'application/json',
    signal,
  })
  return publication
}

async function readRevision(
  store: ObjectStore,
  prefix: string,
  signal: AbortSignal,
): Promise<StoredRevision> {
  const sizes = new Map<string, number>()
  for await (const { key, size } of store.list(prefix, { signal })) sizes.set(key.slice(prefix.length), size)
  const texts = [...sizes.keys()].filter(isStreamText).map(async (name) => {
    const { body } = await store.get(prefix + name, { signal })
    return [name, Buffer.concat(await body.toArray()).toString('utf8')] as const
  })
  return { sizes, texts: new Map(await Promise.all(texts)) }
}
