'use client'

import { useLocale, useTranslations } from 'next-intl'
import { formatTimeLeft, timeLeft } from './time-left.ts'

/** «3 min left», «a moment left»; null while nobody knows. Takes milliseconds. */
export function useTimeLeft(ms: number | null | undefined): string | null {
  const t = useTranslations('progress')
  const locale = useLocale()
  if (ms === null || ms === undefined) return null
  const time = formatTimeLeft(timeLeft(ms), locale)
  return time === null ? t('moment') : t('left', { time })
}
