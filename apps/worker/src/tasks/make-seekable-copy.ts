import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  SEEKABLE_COPY_FILE,
  type SourceFacts,
  seekableCopyArguments,
  type TemporaryObject,
} from '@marquee/media'
import { SOURCE_FILE } from './fetch-source.ts'
import type { TaskContext } from './task-context.ts'
import { throwUnlessDone } from './task-failure.ts'

/**
 * Copies the pictures of the source, which lies in the task's folder, into a file beside it that can be sought in, and keeps it
 * for other tasks.
 * @param key in the temporary bucket
 */
export async function makeSeekableCopy(
  { programs, folder, stores, cache, signal }: TaskContext,
  facts: SourceFacts,
  key: string,
): Promise<TemporaryObject> {
  const run = await programs.run('ffmpeg', seekableCopyArguments(SOURCE_FILE, facts))
  // That it is damaged nobody has seen by this: its packets were counted.
  throwUnlessDone(run, 'ENCODE_FAILED')
  const path = join(folder, SEEKABLE_COPY_FILE)
  const put = await stores.temporary.uploadFile(path, key, {
    contentType: 'video/quicktime',
    ifNoneMatch: '*',
    signal,
  })
  if (put.outcome === 'written') await cache.keep(stores.temporary, key, put.etag, path)
  return { key, bytes: (await stat(path)).size }
}
