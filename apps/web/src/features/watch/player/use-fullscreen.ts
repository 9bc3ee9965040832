'use client'

import { type RefObject, useCallback } from 'react'

type AppleVideo = HTMLVideoElement & { webkitEnterFullscreen?: () => void }

/** Puts the player on the whole screen and back; iPhones only know it for the video itself. */
export function useFullscreen(
  root: RefObject<HTMLElement | null>,
  video: RefObject<HTMLVideoElement | null>,
) {
  return useCallback(() => {
    if (document.fullscreenElement) {
      void document.exitFullscreen()
      return
    }
    if (root.current?.requestFullscreen) void root.current.requestFullscreen().catch(() => {})
    else (video.current as AppleVideo | null)?.webkitEnterFullscreen?.()
  }, [root, video])
}
