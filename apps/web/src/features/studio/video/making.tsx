'use client'

import { useTranslations } from 'next-intl'
import { RunGraph } from '../../../progress/graph/run-graph.tsx'
import type { LiveProgress } from '../../../progress/live-progress.ts'
import styles from './video-studio.module.css'

/** How the video is being made, or was: the last thing on its page, so that nothing moves when it comes. */
export function Making({ progress }: { progress: LiveProgress | null }) {
  const t = useTranslations('studio.making')
  if (!progress || progress.steps.length === 0) return null
  return (
    <section className={styles.making} aria-labelledby="making">
      <h2 id="making" className={styles.subtitle}>
        {t('title')}
      </h2>
      <RunGraph steps={progress.steps} label={t('tasks')} />
    </section>
  )
}
