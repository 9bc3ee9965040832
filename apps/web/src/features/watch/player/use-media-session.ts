'use client'

import { type FilmCard, showInMediaSession } from '@marquee/player'
import { type RefObject, useEffect } from 'react'

/** The platform's own media controls name the film and work it, where there are any. */
export function useMediaSession(
  video: RefObject<HTMLVideoElement | null>,
  { title, artist, poster }: FilmCard,
): void {
  useEffect(() => {
    if (!video.current || !('mediaSession' in navigator)) return
    return showInMediaSession(video.current, navigator.mediaSession, { title, artist, poster })
  }, [video, title, artist, poster])
}
