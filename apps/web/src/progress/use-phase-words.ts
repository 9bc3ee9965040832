'use client'

import { useTranslations } from 'next-intl'
import { attemptOf, type LiveProgress, phaseOf } from './live-progress.ts'

/** What is being done now, and at which try if not the first. */
export function usePhaseWords(progress: LiveProgress | null): string {
  const t = useTranslations('progress')
  if (!progress) return t('phase.queued')
  const phase = t(`phase.${phaseOf(progress)}`)
  const attempt = attemptOf(progress)
  return attempt > 1 ? t('again', { phase, attempt: t('attempt', { count: attempt }) }) : phase
}
