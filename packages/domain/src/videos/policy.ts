import { isRecoverable, isRunErrorCode, isWatchable } from '@marquee/media'
import type { VideoRow } from './store.ts'

/** Who asks: null for a stranger. */
export type VideoViewer = { accountId: bigint; role: 'member' | 'admin' } | null

/** Owners and administrators may change a video until it is deleted; a taken-down one only administrators. */
export function mayEditVideo(viewer: VideoViewer, video: VideoRow): boolean {
  if (!viewer || video.status === 'deleted') return false
  if (viewer.role === 'admin') return true
  return video.channel.ownerId === viewer.accountId && video.status !== 'taken_down'
}

/**
 * Whether the video exists for this viewer. A public or unlisted one does once it can be watched; everything
 * else looks exactly as if it were not there, to all but its owner and administrators.
 */
export function mayWatchVideo(viewer: VideoViewer, video: VideoRow): boolean {
  if (video.status === 'deleted') return false
  if (viewer && (viewer.role === 'admin' || video.channel.ownerId === viewer.accountId)) return true
  return video.visibility !== 'private' && isWatchable(video.status)
}

/** Whether another run of a failed video may help: its original is there, and the same bytes need not fail the same way. */
export function isRetryable({
  status,
  errorCode,
  originalKey,
}: Pick<VideoRow, 'status' | 'errorCode' | 'originalKey'>): boolean {
  if (status !== 'failed' || originalKey === null || errorCode === null) return false
  return isRunErrorCode(errorCode) && isRecoverable(errorCode)
}
