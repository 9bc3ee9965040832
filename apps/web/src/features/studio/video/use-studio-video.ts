'use client'

import { StudioVideoByIdDocument, type StudioVideoPageFragment } from '@marquee/schema/graphql'
import { useCallback, useEffect, useState } from 'react'
import { request } from '../../../graphql/request.ts'
import { markOf } from '../../../progress/live-progress.ts'
import { isMoving, useVideoProgress } from '../../../progress/use-video-progress.ts'
import { isSending, type UploadActivity } from '../upload-activity.ts'
import type { StudioVideo } from '../videos/list-state.ts'

/** A video as it changes by itself: its run live, and the row again whenever the run came to something new. */
export function useStudioVideo(first: StudioVideoPageFragment, activity: UploadActivity | undefined) {
  const [video, setVideo] = useState(first)
  const sending = isSending(activity)
  const progress = useVideoProgress(video.id, video.progress, isMoving(video.status) && !sending)

  const reload = useCallback(async () => {
    const answer = await request(StudioVideoByIdDocument, { id: first.id })
    if (answer.ok && answer.data.video) setVideo(answer.data.video)
  }, [first.id])
  const [seen, setSeen] = useState(() => (first.progress ? markOf(first.progress) : null))
  const mark = progress ? markOf(progress) : null
  useEffect(() => {
    if (mark === null || mark === seen) return
    setSeen(mark)
    void reload()
  }, [mark, seen, reload])
  // An upload that this page followed has ended: the video has moved on without a run being heard of yet.
  useEffect(() => {
    if (!sending && activity) void reload()
  }, [sending, activity, reload])
  const replace = useCallback((next: StudioVideo) => setVideo((current) => ({ ...current, ...next })), [])
  return { video, progress, replace }
}
