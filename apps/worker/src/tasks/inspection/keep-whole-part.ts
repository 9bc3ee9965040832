import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  findWholePart,
  type Refusal,
  SHORTEST_WHOLE_PART,
  type SourceReport,
  type TemporaryObject,
  WHOLE_PART_FILE,
  wholePartArguments,
} from '@marquee/media'
import { failureOf } from '../../ffmpeg/run-end-failure.ts'
import { SOURCE_FILE } from '../fetch-source.ts'
import type { TaskContext } from '../task-context.ts'
import { TaskFailure } from '../task-failure.ts'
import { throwWithBlame } from '../throw-with-blame.ts'
import { readPictures } from './read-pictures.ts'

/**
 * Copies what of a film comes before it breaks to the temporary bucket, and leaves it in the task's folder in the upload's place.
 * @param refusal what is wrong with the film
 * @throws TaskFailure with its code where too little is whole, or its packets cannot be copied
 */
export async function keepWholePart(
  context: TaskContext,
  { facts, seeking }: SourceReport,
  times: Float64Array,
  refusal: Refusal,
): Promise<TemporaryObject> {
  const { programs, folder, stores, cache, temporaryPrefix, signal } = context
  const part = findWholePart(await readPictures(programs, facts.video.index), times)
  if (!part)
    throw new TaskFailure(refusal.code, `less than ${SHORTEST_WHOLE_PART} s are whole; ${refusal.detail}`)
  const copyTo = (file: string) =>
    programs.run('ffmpeg', wholePartArguments(SOURCE_FILE, facts, part, seeking.containerStart, file))
  await throwWithBlame(await copyTo(WHOLE_PART_FILE), async () =>
    failureOf(await copyTo('/dev/null'), () => refusal.code),
  )
  const path = join(folder, WHOLE_PART_FILE)
  const key = `${temporaryPrefix}${WHOLE_PART_FILE}`
  const put = await stores.temporary.uploadFile(path, key, {
    contentType: 'application/octet-stream',
    signal,
  })
  if (put.outcome === 'written') await cache.keep(stores.temporary, key, put.etag, path)
  await rm(join(folder, SOURCE_FILE))
  return { key, bytes: (await stat(path)).size }
}
