'use client'

import { browserPreferenceStore, rememberPreferences } from '@marquee/player'
import { type RefObject, useEffect } from 'react'

/** Each film begins with the volume, silence and speed of the one before it. */
export function usePreferences(video: RefObject<HTMLVideoElement | null>): void {
  useEffect(
    () => (video.current ? rememberPreferences(video.current, browserPreferenceStore()) : undefined),
    [video],
  )
}
