'use client'

import { formatDuration } from '@marquee/ui'
import { CircleAlert } from '@marquee/ui/icons'
import { useLocale, useTranslations } from 'next-intl'
import type { LiveProgress } from './live-progress.ts'
import styles from './processing-line.module.css'
import { useErrorSentence } from './use-error-sentence.ts'

/** Of a film that is ready as far as its file goes: where it ends, and why. Nobody who uploads many opens the page of each. */
export function EndsEarlyLine({ cut }: { cut: NonNullable<LiveProgress['cut']> }) {
  const t = useTranslations('progress')
  const locale = useLocale()
  const sentence = useErrorSentence()
  return (
    <div className={styles.trouble}>
      <CircleAlert size={16} aria-hidden="true" />
      <div>
        <p>{t('cut', { at: formatDuration(cut.atMs, locale) })}</p>
        <p className={styles.why}>{sentence(cut)}</p>
      </div>
    </div>
  )
}
