import {
  checkPublication,
  isStreamText,
  MANIFEST,
  MASTER_PLAYLIST,
  type PackageOutput,
  type PublishOutput,
  type RemuxOutput,
  type StoredRevision,
} from '@marquee/media'
import type { ObjectStore } from '@marquee/storage'
import { optionalOutputOf, outputOf, type TaskContext } from './task-context.ts'
import { TaskFailure } from './task-failure.ts'

/**
 * Verifies a stream revision as it lies in the store, and marks it as published. The video's row is written by the
 * completion handler, from this task's output.
 */
export async function publishRevision(context: TaskContext): Promise<PublishOutput> {
  const { stores, videoPublicId, signal, options, programs } = context
  const { facts } = outputOf(context, 'inspect')
  const { revision, renditions: expected } = streamsOf(context)
  const prefix = `videos/${videoPublicId}/${revision}/`
  const { problems, renditions } = checkPublication(await readRevision(stores.transcoded, prefix, signal), {
    renditions: expected.filter((rendition) => rendition.name !== 'audio'),
    hasAudio: expected.some((rendition) => rendition.name === 'audio'),
    durationMs: facts.durationMs,
    lastFrameMs: facts.video.lastFrameMs,
  })
  if (problems.length > 0) throw new TaskFailure('PACKAGE_FAILED', problems.join('; '))
  const output: PublishOutput = {
    type: 'publish',
    cpuSeconds: programs.cpuSeconds,
    early: options['early'] === true,
    revision,
    hlsPath: `${revision}/${MASTER_PLAYLIST}`,
    dashPath: `${revision}/${MANIFEST}`,
    posterPath: optionalOutputOf(context, 'poster')?.path ?? null,
    storyboardPath: optionalOutputOf(context, 'storyboard')?.path ?? null,
    durationMs: facts.durationMs,
    ...facts.video.display,
    renditions,
  }
  // Who comes second finds the same: a revision is made by one attempt and never changes.
  await stores.transcoded.put(`${prefix}publication.json`, JSON.stringify(output), {
    ifNoneMatch: '*',
    contentType: 'application/json',
    signal,
  })
  return output
}

function streamsOf(context: TaskContext): PackageOutput | RemuxOutput {
  return optionalOutputOf(context, 'package') ?? outputOf(context, 'remux')
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
