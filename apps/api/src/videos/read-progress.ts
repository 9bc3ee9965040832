import { type RunProgress, readVideoProgress } from '@marquee/domain/pipeline'
import { mayEditVideo, type VideoRow } from '@marquee/domain/videos'
import { type Context, defineLoader } from '../schema/index.ts'

const runProgress = defineLoader<bigint, RunProgress | null>(async ({ database, now }, ids) => {
  const progress = await readVideoProgress(database, ids, now())
  return ids.map((id) => progress.get(id) ?? null)
})

/** A video with its newest run. `run` is never older than `video.version`, because it is read after the video. */
export interface ProgressSnapshot {
  readonly video: VideoRow
  readonly run: RunProgress | null
}

/** Null where the video was never processed, or is not this viewer's. */
export async function readProgress(context: Context, video: VideoRow): Promise<ProgressSnapshot | null> {
  if (!mayEditVideo(context.viewer, video)) return null
  const run = await runProgress(context).load(video.id)
  return run && { video, run }
}
