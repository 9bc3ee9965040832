import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  checkPublication,
  type ExpectedRevision,
  type FoundRendition,
  isStreamText,
  type PackagedTrack,
  packageArguments,
} from '@marquee/media'
import { listFiles } from './list-files.ts'
import type { TaskContext } from './task-context.ts'
import { TaskFailure, throwUnlessDone } from './task-failure.ts'
import { uploadFolder } from './upload-folder.ts'

/** Below the task's folder, so that what is uploaded and what is read do not mix. */
const SET_FOLDER = 'set'

/**
 * Packages tracks that lie in the task's folder to one CMAF set, checks it as a player would read it, and uploads
 * it as a new revision of the video. Answers what was found in it.
 */
export async function makeStreamSet(
  context: TaskContext,
  tracks: readonly PackagedTrack[],
  expected: ExpectedRevision,
): Promise<readonly FoundRendition[]> {
  const { stores, folder, revisionPrefix, signal, programs } = context
  const run = await programs.run('packager', packageArguments(tracks, SET_FOLDER))
  throwUnlessDone(run, 'PACKAGE_FAILED')
  const set = join(folder, SET_FOLDER)
  const { problems, renditions } = checkPublication(await readSet(set), expected)
  if (problems.length > 0) throw new TaskFailure('PACKAGE_FAILED', problems.join('; '))
  await uploadFolder(stores.transcoded, set, revisionPrefix, signal)
  return renditions
}

async function readSet(set: string): Promise<{ sizes: Map<string, number>; texts: Map<string, string> }> {
  const names = await listFiles(set)
  const sizes = names.map(async (name) => [name, (await stat(join(set, name))).size] as const)
  const texts = names
    .filter(isStreamText)
    .map(async (name) => [name, await readFile(join(set, name), 'utf8')] as const)
  return { sizes: new Map(await Promise.all(sizes)), texts: new Map(await Promise.all(texts)) }
}
