import { setTimeout as sleep } from 'node:timers/promises'
import { isDatabaseUnavailable } from '@marquee/domain'
import { mayEditVideo, type VideoRow } from '@marquee/domain/videos'
import { type Context, forgetLoaded, RequestRefused } from '../schema/index.ts'
import { findFreshVideo, videoByPublicId } from './find-video.ts'
import { type ProgressSnapshot, readProgress } from './read-progress.ts'

/** At most five events a second reach a subscriber; what changes in between is seen in the next. */
const LEAST_INTERVAL_MS = 200

/**
 * Snapshots of a video's progress: one now, then one after each change, never one with a lower version. Ends when
 * the video is deleted or is no longer this viewer's. @throws RequestRefused where it is not to begin with
 */
export async function watchProgress(
  context: Context,
  videoId: string,
): Promise<AsyncIterableIterator<ProgressSnapshot>> {
  if (!context.viewer) throw new RequestRefused('UNAUTHENTICATED', 'Sign in first.')
  const video = await findOwnVideo(context, videoId)
  if (!video) throw new RequestRefused('VIDEO_NOT_FOUND', 'This video does not exist, or is not yours.')
  const abort = new AbortController()
  return endable(snapshots(context, video.publicId, abort.signal), abort)
}

async function* snapshots(
  context: Context,
  publicId: string,
  signal: AbortSignal,
): AsyncGenerator<ProgressSnapshot> {
  let shown = 0
  for await (const _ of context.services.videoChanges.watch(publicId, signal)) {
    forgetLoaded(context)
    const seen = await lookAfter(context, publicId, shown).catch(waitForDatabase)
    if (!seen) return
    if (!('video' in seen)) continue
    shown = seen.video.version
    yield seen
    await sleep(LEAST_INTERVAL_MS, undefined, { signal }).catch(() => undefined)
  }
}

/** `unchanged` where no newer version is there; null where the video is no longer this viewer's. */
async function lookAfter(
  context: Context,
  publicId: string,
  shown: number,
): Promise<ProgressSnapshot | typeof UNCHANGED | null> {
  const video = await findOwnVideo(context, publicId)
  if (!video) return null
  if (video.version <= shown) return UNCHANGED
  // Who hears of this version asks for the video next, and must not be given an older one by the cache.
  await videoByPublicId(context).load({ id: publicId, atLeast: video.version })
  return (await readProgress(context, video)) ?? { video, run: null }
}

const UNCHANGED = { unchanged: true } as const

/** A database that is away is asked again at the next look: a subscriber who waits anyway need not hear of it. */
function waitForDatabase(error: unknown): typeof UNCHANGED {
  if (isDatabaseUnavailable(error)) return UNCHANGED
  throw error
}

async function findOwnVideo(context: Context, id: string): Promise<VideoRow | null> {
  const video = await findFreshVideo(context, id)
  return video && mayEditVideo(context.viewer, video) ? video : null
}

/** A generator that waits for a change cannot hear return(): the abort wakes it, so that it ends at once. */
function endable<Value>(
  generator: AsyncGenerator<Value>,
  abort: AbortController,
): AsyncIterableIterator<Value> {
  return {
    next: () => generator.next(),
    return: () => {
      abort.abort()
      return generator.return(undefined)
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
