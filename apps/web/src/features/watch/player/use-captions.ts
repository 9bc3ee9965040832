'use client'

import {
  browserPreferenceStore,
  type CaptionPreference,
  NO_CAPTIONS,
  parseCaptionPreference,
  showCaptions,
  shownLanguage,
  toggleCaptions,
  writeCaptionPreference,
} from '@marquee/player'
import { useLocale } from 'next-intl'
import { type RefObject, useEffect, useState } from 'react'

export type UsedCaptions = {
  /** The language on screen; null while they are off. */
  shown: string | null
  /** Null turns them off. */
  choose: (language: string | null) => void
  toggle: () => void
}

/** Captions of a film in the languages that it has: each film begins with what was read in the one before. */
export function useCaptions(
  video: RefObject<HTMLVideoElement | null>,
  offered: readonly string[],
): UsedCaptions {
  const locale = useLocale()
  const [preference, setPreference] = useState<CaptionPreference>(NO_CAPTIONS)
  useEffect(() => setPreference(parseCaptionPreference(browserPreferenceStore('captions').read())), [])
  const keep = (next: CaptionPreference) => {
    setPreference(next)
    browserPreferenceStore('captions').write(writeCaptionPreference(next))
  }
  const shown = shownLanguage(preference, offered)
  // After each drawing: a track that came, or has another address now, begins as it is in the element.
  useEffect(() => {
    if (video.current) showCaptions(video.current, shown)
  })
  return {
    shown,
    choose: (language) => keep(language === null ? { ...preference, on: false } : { on: true, language }),
    toggle: () => keep(toggleCaptions(preference, offered, locale)),
  }
}
