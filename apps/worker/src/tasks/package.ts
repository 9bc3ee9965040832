import { join } from 'node:path'
import { AUDIO_FILE, type PackagedTrack, type PackageOutput, renditionFile } from '@marquee/media'
import { makeStreamSet } from './make-stream-set.ts'
import { outputOf, type TaskContext } from './task-context.ts'

/** Makes one adaptive set of all renditions. */
export async function packageRenditions(context: TaskContext): Promise<PackageOutput> {
  const { facts } = outputOf(context, 'inspect')
  const { renditions, audio } = outputOf(context, 'encode')
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
  return {
    type: 'package',
    cpuSeconds: context.programs.cpuSeconds,
    revision: context.revision,
    renditions: found,
  }
}
