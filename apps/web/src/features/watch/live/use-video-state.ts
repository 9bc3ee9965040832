'use client'

import { type WebVideoFragment, WebVideoStateDocument } from '@marquee/schema/graphql'
import { useCallback, useEffect, useRef, useState } from 'react'
import { request } from '../../../graphql/request.ts'
import type { LiveProgress } from '../../../progress/live-progress.ts'
import { isMoving, useVideoProgress } from '../../../progress/use-video-progress.ts'
import { nextPlayback, type VideoState, whenToAsk } from './when-to-ask.ts'

/** A failed question is asked again after this, milliseconds. */
const AGAIN_MS = 5_000

type Playback = NonNullable<VideoState['playback']>

export type LiveVideo = {
  state: VideoState
  /** Owner only. */
  progress: LiveProgress | null
  /**
   * Asks at once, and takes new addresses even for the same revision; null where there is nothing to watch any more.
   * Rejects where nobody answers, and where there is nothing yet.
   */
  renew: () => Promise<Playback | null>
}

/** How a video stands, kept true while its page is open: told by the API to its owner, asked gently for everyone else. */
export function useVideoState(video: WebVideoFragment): LiveVideo {
  const owner = video.viewerCanEdit
  const [state, setState] = useState<VideoState>(video)
  const [asked, setAsked] = useState(0)
  const gone = useRef(false)

  const look = useCallback(
    async (force: boolean) => {
      const answer = await request(WebVideoStateDocument, { id: video.id })
      const fresh = answer.ok ? answer.data.video : undefined
      // Deleted or made private while it plays: what plays goes on until its addresses end.
      if (fresh === null) gone.current = true
      if (fresh) {
        setState((known) => ({ ...fresh, playback: nextPlayback(known.playback, fresh, force) }))
      }
      setAsked((count) => count + 1)
      return answer.ok ? { playback: fresh?.playback ?? null, status: fresh?.status } : null
    },
    [video.id],
  )

  const progress = useVideoProgress(video.id, null, owner && isMoving(state.status))
  const told = progress?.status
  useEffect(() => {
    if (told && told !== state.status) void look(false)
  }, [told, state.status, look])

  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer, also one that changed nothing, sets the next timer
  useEffect(() => {
    const delay = whenToAsk(state.status, owner)
    if (delay === null || gone.current) return
    let timer = setTimeout(async function ask() {
      if (!(await look(false))) timer = setTimeout(ask, AGAIN_MS)
    }, delay)
    return () => clearTimeout(timer)
  }, [state, owner, look, asked])

  const renew = useCallback(async () => {
    const looked = await look(true)
    if (!looked) throw new Error('nobody answered')
    if (!looked.playback && looked.status === 'PROCESSING') throw new Error('the next set is still to come')
    return looked.playback
  }, [look])
  return { state, progress, renew }
}
