'use client'

import { useToast } from '@marquee/ui'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { watchPath } from '../../shell/paths.ts'

/** Copies a video's watch address, and says whether it worked. */
export function useCopyLink(): (videoId: string) => void {
  const t = useTranslations('studio.link')
  const toast = useToast()
  return useCallback(
    (videoId) => {
      const address = new URL(watchPath(videoId), window.location.origin).href
      Promise.resolve()
        .then(() => navigator.clipboard.writeText(address))
        .then(
          () => toast({ tone: 'good', text: t('copied') }),
          () => toast({ tone: 'trouble', text: t('copyFailed', { address }) }),
        )
    },
    [t, toast],
  )
}
