'use client'

import { useToast } from '@marquee/ui'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { useErrorSentence } from '../../progress/use-error-sentence.ts'
import { retryVideo } from './save-video.ts'

/** Processes a video once more, and says why not where that was refused. Resolves either way: the row is asked for again. */
export function useRetryVideo(): (videoId: string) => Promise<void> {
  const t = useTranslations('studio.video')
  const toast = useToast()
  const sentence = useErrorSentence()
  return useCallback(
    async (videoId) => {
      const result = await retryVideo(videoId)
      if (result.ok) return
      const [first] = result.errors
      toast({ tone: 'trouble', text: first ? sentence(first) : t('retryFailed') })
    },
    [sentence, t, toast],
  )
}
