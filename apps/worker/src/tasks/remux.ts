import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import { type PackagedTrack, remuxArguments, type SourceFacts } from '@marquee/media'
import { z } from 'zod'
import { defineTask, one } from './define-task.ts'
import { fetchSource, SOURCE_FILE } from './fetch-source.ts'
import { makeStreamSet } from './make-stream-set.ts'
import type { TaskContext } from './task-context.ts'
import { throwUnlessDone } from './task-failure.ts'

const REMUXED_FILE = 'remuxed.mp4'

export const remux = defineTask({
  type: 'remux',
  summary: 'Makes the source watchable as it is, with its own packets.',
  resource: 'light',
  priority: 1,
  consumes: { facts: one(ARTEFACTS.facts) },
  produces: { streams: ARTEFACTS.streams },
  renders: 'film',
  options: z.strictObject({}),
  showsSource: true,
  // Half a second for a minute of 1080p.
  cost: { fixed: 0.2, perSecond: 0.005 },
  run: async (context, { facts: { facts } }) => ({ streams: await remuxSource(context, facts) }),
})

/** Cuts the source into a set of its own packets, under the task's revision. @throws TaskFailure */
export async function remuxSource(context: TaskContext, facts: SourceFacts): Promise<ArtefactOf<'streams'>> {
  await fetchSource(context)
  const run = await context.programs.run('ffmpeg', remuxArguments(SOURCE_FILE, facts, REMUXED_FILE))
  throwUnlessDone(run, 'PACKAGE_FAILED')
  const { width, height } = facts.video.coded
  const name = `${Math.min(width, height)}p`
  const tracks: PackagedTrack[] = [
    { kind: 'video', name, file: REMUXED_FILE },
    ...(facts.audio ? [{ kind: 'audio' as const, name: 'audio', file: REMUXED_FILE }] : []),
  ]
  const renditions = await makeStreamSet(context, tracks, {
    renditions: [{ name, width, height }],
    sounds: facts.audio ? ['audio'] : [],
    durationMs: facts.durationMs,
    lastFrameMs: facts.video.lastFrameMs,
  })
  return { revision: context.revision, renditions: [...renditions] }
}
