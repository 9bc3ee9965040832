'use client'

import type { VideoStatus } from '@marquee/schema/graphql'
import { useCallback, useSyncExternalStore } from 'react'
import { followVideo, latestProgress } from './follow-video.ts'
import { type LiveProgress, newerProgress } from './live-progress.ts'

/** Whether anything may still change by itself. */
export function isMoving(status: VideoStatus): boolean {
  return status === 'DRAFT' || status === 'UPLOADING' || status === 'PROCESSING' || status === 'PLAYABLE'
}

/**
 * The newest snapshot of a video's run, followed live while `live`. `known` is what the page came with.
 * Null where nothing is known, or there is no video yet.
 */
export function useVideoProgress(
  videoId: string | null,
  known: LiveProgress | null,
  live: boolean,
): LiveProgress | null {
  const follow = useCallback(
    (listener: () => void) => (videoId && live ? followVideo(videoId, listener) : () => {}),
    [videoId, live],
  )
  const latest = useSyncExternalStore(
    follow,
    () => (videoId ? latestProgress(videoId) : null),
    () => null,
  )
  return latest ? newerProgress(known, latest) : known
}
