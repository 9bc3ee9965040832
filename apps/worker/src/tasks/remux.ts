import { type PackagedTrack, type RemuxOutput, remuxArguments } from '@marquee/media'
import { failureOf } from '../ffmpeg/run-end-failure.ts'
import { fetchSource, SOURCE_FILE } from './fetch-source.ts'
import { makeStreamSet } from './make-stream-set.ts'
import { outputOf, type TaskContext } from './task-context.ts'
import { TaskFailure } from './task-failure.ts'

const REMUXED_FILE = 'remuxed.mp4'

/** Makes the source watchable as it is, with its own packets: half a second for a minute of 1080p. */
export async function remuxSource(context: TaskContext): Promise<RemuxOutput> {
  const { facts } = outputOf(context, 'inspect')
  await fetchSource(context)
  const run = await context.programs.run('ffmpeg', remuxArguments(SOURCE_FILE, facts, REMUXED_FILE))
  const failure = failureOf(run, () => 'PACKAGE_FAILED')
  if (failure) throw new TaskFailure(failure.code, failure.detail)
  const { width, height } = facts.video.coded
  const name = `${Math.min(width, height)}p`
  const tracks: PackagedTrack[] = [
    { kind: 'video', name, file: REMUXED_FILE },
    ...(facts.audio ? [{ kind: 'audio' as const, name: 'audio', file: REMUXED_FILE }] : []),
  ]
  const renditions = await makeStreamSet(context, tracks, {
    renditions: [{ name, width, height }],
    hasAudio: facts.audio !== null,
    durationMs: facts.durationMs,
    lastFrameMs: facts.video.lastFrameMs,
  })
  return { type: 'remux', cpuSeconds: context.programs.cpuSeconds, revision: context.revision, renditions }
}
